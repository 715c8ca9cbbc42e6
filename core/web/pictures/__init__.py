"""Pictures as geometry: where each bar, cell and label stands. Pure; templates/components draw the SVG."""
