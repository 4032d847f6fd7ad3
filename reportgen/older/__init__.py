"""An older report in Word or as text -> the year's folder that gives it again."""
