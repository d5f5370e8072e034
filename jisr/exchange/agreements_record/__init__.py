"""The public record of agreements: what pages say of them, each figure with its source."""
