def test_titles(shelf):
    assert shelf.titles == ["Emma"]
