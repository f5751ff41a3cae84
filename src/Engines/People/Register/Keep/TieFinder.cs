using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Keep;

/// <summary>Finds what a keeper of the register may change: nothing outside the own places.</summary>
internal sealed class TieFinder(LinliDb db, RegisterReach reach, TimeProvider time)
{
    /// <summary>A tie that runs.</summary>
    public async Task<Result<HomeTie>> Running(Guid id, CancellationToken cancel)
    {
        var scopes = reach.Scopes(PeoplePermissions.KeepRegister);
        var tie = await db.Unfiltered<HomeTie>().SingleOrDefaultAsync(t => t.Id == id, cancel);
        if (tie is null || !RegisterReach.Covers(scopes, tie))
            return RegisterProblems.NoTie;
        return tie.To is { } to && to <= Clock.Now(time) ? RegisterProblems.Ended : tie;
    }

    /// <summary>A person of the own places.</summary>
    public async Task<Result<Person>> Person(Guid id, CancellationToken cancel)
    {
        if (!await reach.Reaches(reach.Scopes(PeoplePermissions.KeepRegister), id, cancel))
            return RegisterProblems.NoPerson;
        var person = await db.Records<Person>().SingleOrDefaultAsync(p => p.Id == id, cancel);
        return person is null ? RegisterProblems.NoPerson : person;
    }
}
