@NullMarked
package io.baton.events;

import org.jspecify.annotations.NullMarked;
