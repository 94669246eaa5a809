"""Files for a beginning: what a person would otherwise copy from somewhere."""
