"""A build -> its record (生成记录), and back; a Word file -> the record that it comes from."""
