SECRET = "a-secret-of-more-than-sixty-four-bytes-so-that-both-algorithms-are-content"
ALGORITHM = "HS512"
