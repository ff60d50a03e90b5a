"""Lessons: questions in an order, with what to look at; and one of a teacher's own, made of links."""

from pages.shell import frame, syllabus

frame.open("lessons")
syllabus.show()
syllabus.make()
