"""Pictures of progress: from a standing to shapes and words with their places, which templates write as SVG."""
