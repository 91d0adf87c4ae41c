"""Tags that draw what `foundation.charts` made."""

from typing import Any

from django import template

from timonier.foundation.charts import Chart

register = template.Library()


@register.inclusion_tag("ui/chart.html")
def chart(made: Chart, is_open: bool = False) -> dict[str, Any]:
    """A chart with its caption, its legend and its table; `is_open` shows the table at once."""
    return {"chart": made, "is_open": is_open}


@register.inclusion_tag("ui/spark.html")
def spark(made: Chart) -> dict[str, Any]:
    """A sparkline, with one sentence for those who do not see it."""
    return {"chart": made}
