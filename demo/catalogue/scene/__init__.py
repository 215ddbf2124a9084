"""How a product is photographed: outlines, light, camera, backdrop, studio."""
