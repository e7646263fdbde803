"""The front door: commands, and the timetable of all clocks."""
