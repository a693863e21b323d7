from library.entities.author import Author
from library.entities.book import Book
