"""knowledge/ becomes checked, frozen records; all mistakes are reported together, with file and line."""
