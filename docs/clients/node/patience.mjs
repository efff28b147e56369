// Does something until it succeeds, with longer and longer pauses: what fails for now, because a database is away for instance, must
// neither be lost nor overtaken.
export async function untilItSucceeds(act) {
  for (let pause = 1_000; ; pause = Math.min(pause * 2, 60_000)) {
    try {
      return await act();
    } catch (error) {
      console.error(`it failed and is tried again in ${pause / 1_000} s: ${error.message}`);
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
}
