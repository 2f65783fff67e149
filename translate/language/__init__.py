"""What is known of Indonesian, English and Japanese: numbers, sentences, names, terms, layout of news."""
