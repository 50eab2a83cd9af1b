"""Pages as pictures: drawn from the originals when they are asked for, upright, and kept for the next time."""
