using Linli.Platform.Security;
using Linli.Platform.UseCases;

namespace Linli.People.Me;

/// <summary>The switches at the top of every page, for people who are signed in.</summary>
internal sealed class OwnPreferences(CurrentCaller current, UseCaseRunner runner) : IPreferences
{
    public async Task Keep(string? language, bool? elderMode, CancellationToken cancel)
    {
        if (current.Value.Person is not null && (language, elderMode) is not (null, null))
            await runner.Run(new ChangeMe(Language: language, ElderMode: elderMode), cancel);
    }
}
