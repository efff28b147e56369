package org.docket.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a component of a configuration record as one setting: its key, default, check and meaning stand beside the field. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** The whole key, such as {@code docket.intake.settle}. */
    String key();

    /** The default as it would stand in {@code docket.properties}; empty for a setting that is not set by default. */
    String value() default "";

    /** The smallest allowed value, in the notation of the setting itself; empty where there is none. */
    String min() default "";

    /** The largest allowed value, in the notation of the setting itself; empty where there is none. */
    String max() default "";

    /** What it means, with its unit. */
    String meaning();
}
