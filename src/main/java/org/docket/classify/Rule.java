package org.docket.classify;

/**
 * One rule of the policy.
 *
 * @param when the CEL expression
 * @param category what a recording is for which it holds
 * @param why the reason, for people
 */
public record Rule(String name, String when, String category, String why) {}
