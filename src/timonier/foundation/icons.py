"""Icons: strokes on a grid of 24, drawn in the colour of the text round them."""

from django.utils.safestring import SafeString

_FRAME = (
    '<svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>'
)
_SHAPES = {
    "ticket": '<path d="M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4z"/><path d="M14 6v12"/>',
    "month": '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4M8 15l2 2 5-4"/>',
    "journal": '<path d="M6 4h12v16H6z"/><path d="M9 8h6M9 12h6M9 16h3"/>',
    "health": '<path d="M3 12h4l2-6 4 12 2-6h6"/>',
    "ask": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.8-.9 1.7M12 16.5v.1"/>',
    "more": '<path d="M5 12h.1M12 12h.1M19 12h.1"/>',
    "dashboard": '<path d="M4 19V9M10 19V5M16 19v-8M22 19H2"/>',
    "contract": '<path d="M7 3h8l4 4v14H7z"/><path d="M14 3v5h5M10 13h6M10 17h6"/>',
    "money": '<path d="M18 6a7 7 0 1 0 0 12M4 10h9M4 14h9"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5"/>',
    "morning": '<path d="M4 18h16M7 18a5 5 0 0 1 10 0M12 5v3M4.5 9.5l2 2M19.5 9.5l-2 2"/>',
    "dispute": '<path d="M12 4v16M5 8h14M5 8l-3 6a3 3 0 0 0 6 0zM19 8l-3 6a3 3 0 0 0 6 0z"/>',
    "scales": '<path d="M4 19l6-8 4 4 6-9"/><path d="M15 6h5v5"/>',
    "report": '<path d="M7 3h10v18H7z"/><path d="M10 15v-3M12.5 15V8M15 15v-5"/>',
    "knowledge": '<path d="M4 5c3-1.5 5.5-1 8 1 2.500-2 5-2.500 8-1v14c-3-1.500-5.500-1-8 1-2.500-2-5-2.500-8-1zM12 6v14"/>',
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.500 2h-15zM10 21h4"/>',
    "settings": '<path d="M4 7h10M18 7h2M4 17h2M10 17h10"/><circle cx="16" cy="7" r="2"/><circle cx="8" cy="17" r="2"/>',
}
_OTHER = '<circle cx="12" cy="12" r="8"/>'
ICONS = {name: SafeString(_FRAME.format(shape)) for name, shape in _SHAPES.items()}


def icon(name: str) -> SafeString:
    """The icon of this name; a ring for one that is not there."""
    return ICONS.get(name) or SafeString(_FRAME.format(_OTHER))
