using System.Globalization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>How far a correction is.</summary>
internal enum CorrectionState
{
    /// <summary>待核对.</summary>
    Open,

    /// <summary>已更正.</summary>
    Done,

    /// <summary>未采纳.</summary>
    Refused,
}

/// <summary>What the register says wrongly of a person, and how it should read (更正申请, PIPL art. 46); staff check it against a paper.</summary>
internal sealed class Correction : IScoped
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid AskedBy { get; init; }

    /// <summary>The home of the person.</summary>
    public required string Scope { get; init; }

    /// <summary>The name as it should be, sealed: wishes are read by those who decide only.</summary>
    public Sealed? Name { get; set; }

    /// <summary>The birth date as it should be, ISO 8601, sealed.</summary>
    public Sealed? BirthDate { get; set; }

    public required DateTimeOffset At { get; init; }

    public required CorrectionState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why not: the person reads it.</summary>
    public string? Answer { get; set; }

    public DateOnly? BirthDateIn(FieldCipher cipher) =>
        BirthDate is { } birth ? DateOnly.ParseExact(cipher.Open(birth), "O", CultureInfo.InvariantCulture) : null;
}

/// <summary>Puts a correction into the register.</summary>
internal sealed class Corrections(LinliDb db, CallerDirectory directory)
{
    public async Task Apply(Person person, string? name, DateOnly? birth, CancellationToken cancel)
    {
        if (name is not null)
            person.Name = name;
        person.BirthDate = birth ?? person.BirthDate;
        var accounts = await db.Records<Account>().Where(a => a.PersonId == person.Id).Select(a => a.Id).ToListAsync(cancel);
        db.AfterCommit(() => accounts.ForEach(directory.Forget));
    }
}
