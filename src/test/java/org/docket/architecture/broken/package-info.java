/** Deliberately broken: each class here is refused by one rule. Those whose names begin with Sound are what the others reach for. */
package org.docket.architecture.broken;
