/** The command line: starts a node at once, everything else through picocli. */
@NullMarked
package dev.glomers.cli;

import org.jspecify.annotations.NullMarked;
