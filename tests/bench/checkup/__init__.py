"""How many faulty models a checkup finds, and how many healthy ones it calls faulty."""
