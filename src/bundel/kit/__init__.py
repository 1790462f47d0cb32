"""Small pure parts that several storeys share: settings, days, colours."""
