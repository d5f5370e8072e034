"""Open data of the catalogue: the pages and the package of HSDS 3.1, and the page that says what they are."""
