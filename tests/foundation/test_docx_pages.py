"""Where each subject of a committee's report begins: no page half empty, no number in the contents wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonier.foundation.exports.docx_pages import LONG, PAGE, ROOM, Block, Place, places

TABLE = Block(18.0, top=6.0, end=3.0)


@pytest.mark.req("GOV-04")
@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([Block(10.0), Block(12.0)], [Place(3, True), Place(3, False)]),
        ([Block(16.0), Block(12.0)], [Place(3, True), Place(4, True)]),
        ([Block(12.0), TABLE, Block(5.0)], [Place(3, True), Place(3, False, True), Place(4, False)]),
        ([Block(8.0), TABLE], [Place(3, True), Place(4, True)]),  # it may end on this page or overleaf: nobody knows
        ([Block(20.0), TABLE], [Place(3, True), Place(4, True)]),  # its first rows have no room here
        ([Block(60.0), Block(2.0)], [Place(3, True), Place(6, True)]),
    ],
)  # fmt: skip
def test_subjects_share_pages_and_long_tables_go_on_overleaf(blocks: list[Block], found: list[Place]) -> None:
    assert places(blocks, first=3) == found


@pytest.mark.req("GOV-04")
@given(
    st.lists(
        st.tuples(st.floats(1.0, ROOM), st.booleans(), st.floats(0.0, 1.0)),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_in_the_contents_is_where_it_stands_however_tall_subjects_turn_out(
    drawn: list[tuple[float, bool, float]],
) -> None:
    """Laid out by hand, each at some height between the least and the most: the pages are those that were foretold."""
    blocks = [Block(height, height * 0.4, height * 0.2) if is_table else Block(height) for height, is_table, _ in drawn]  # fmt: skip
    page, used = 2, PAGE
    for place, block, (_, _, share) in zip(places(blocks, first=3), blocks, drawn, strict=True):
        height = block.height * (block.least + (1 - block.least) * share)
        if place.is_new:
            page, used = page + 1, 0.0
        assert place.page == page
        if place.is_parted:
            assert used + block.top <= PAGE
            assert used + height > PAGE, "it goes on overleaf, as was said"
            page, used = page + 1, max(used + height - PAGE, block.end * block.least)
        else:
            used += height
        assert used <= LONG
