"""Tables -> workbooks that an official likes to work in."""
