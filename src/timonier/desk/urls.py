"""Addresses of the desk."""

from django.urls import path

from timonier.desk.views import bulk, lists, news, search, sheets, ticket

app_name = "desk"
urlpatterns = [
    path("search", search.search, name="search"),
    path("c/<str:contract>/tickets/", lists.ticket_list, name="list"),
    path("c/<str:contract>/tickets/new", ticket.new_ticket, name="new"),
    path("c/<str:contract>/tickets/counts", lists.counts, name="counts"),
    path("c/<str:contract>/tickets/columns", lists.columns, name="columns"),
    path("c/<str:contract>/tickets/lists", lists.save_list, name="save_list"),
    path("c/<str:contract>/tickets/lists/<uuid:identity>/drop", lists.drop_list, name="drop_list"),
    path("c/<str:contract>/tickets/export.csv", sheets.export_csv, name="export_csv"),
    path("c/<str:contract>/tickets/export.xlsx", sheets.export_xlsx, name="export_xlsx"),
    path("c/<str:contract>/tickets/bulk", bulk.bulk, name="bulk"),
    path("c/<str:contract>/tickets/news", news.list_news, name="list_news"),
    path("c/<str:contract>/tickets/news/<path:number>", news.ticket_news, name="ticket_news"),
    path("c/<str:contract>/tickets/peek/<path:number>", ticket.peek, name="peek"),
    path("c/<str:contract>/tickets/act/<str:verb>/<path:number>", ticket.act_on, name="act"),
    path("c/<str:contract>/tickets/t/<path:number>", ticket.ticket_page, name="ticket"),
]
