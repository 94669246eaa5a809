"""The rules, one file each. Folders only group."""
