"""The public record of the forum: real meetings, demands and answers, each with where it was read."""
