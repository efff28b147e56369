/**
 * Random sequences of what can happen to recordings, carried out by the product and by a small model of retention that was written from
 * its documentation. The model shares no code with the product.
 */
@NullMarked
package org.docket.model;

import org.jspecify.annotations.NullMarked;
