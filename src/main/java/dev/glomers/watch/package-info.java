/**
 * A page that shows a cluster at work and lets the user intervene.
 *
 * <p>The setting, the seed and the interventions determine a simulated run to the last byte. So the
 * server keeps nothing: it runs the setting in an address from the start, and sends the page all
 * events as fast as it can. The page decides how fast to show them, and which moment. An
 * intervention at some moment requests another run, which is the same until then. A run on the real
 * clock exists only once, so all pages get the same events.
 */
@NullMarked
package dev.glomers.watch;

import org.jspecify.annotations.NullMarked;
