"""Status pages: a module and a template for each kind of page, and the views that templates see."""
