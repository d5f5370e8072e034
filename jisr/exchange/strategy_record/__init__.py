"""The public record of strategies and programmes: what pages say of them, each fact with its source."""
