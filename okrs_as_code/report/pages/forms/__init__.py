"""Forms of the web site that write a file in the browser: what is in their fields, and where the file goes."""
