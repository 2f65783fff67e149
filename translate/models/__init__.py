"""Models: their catalogue, download and loading, and the engines that run them behind one interface."""
