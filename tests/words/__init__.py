"""The definitions of the 24 KPIs, sentence by sentence: the sharpest small case of each, worked by hand from the words."""
