/**
 * A page that shows a cluster at work and lets one do things to it.
 *
 * <p>A simulated run follows from its setting, its seed and what was done to it by hand, to the
 * last byte. So the server keeps nothing: it runs what an address says, from the start, and tells
 * the page all that happens as fast as it can. How fast that is shown, and which moment of it, is
 * the page's affair. Whoever does something at a moment asks for another run, which is the same
 * until then. Of a run on the real clock, which there is but once, all pages are told the same.
 */
@NullMarked
package dev.glomers.watch;

import org.jspecify.annotations.NullMarked;
