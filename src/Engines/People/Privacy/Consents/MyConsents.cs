using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>What a person's data are used for, what they agreed to, and every answer they gave before.</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record MyConsents(Guid? Person = null) : IQuery<ConsentsOfPerson>;

/// <summary>All uses of one person's data.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="MayGive">Why the caller cannot agree for them; <c>null</c> when they can.</param>
/// <param name="Uses">Every use, those that can be chosen first.</param>
/// <param name="History">Every answer, newest first.</param>
internal sealed record ConsentsOfPerson(Guid Person, string Name, Phrase? MayGive, IReadOnlyList<UseOfData> Uses, IReadOnlyList<ConsentLine> History);

/// <summary>One use.</summary>
/// <param name="Purpose">Code.</param>
/// <param name="Basis">What allows it.</param>
/// <param name="Sensitive">Asked for alone.</param>
/// <param name="Version">Version of the text that holds now.</param>
/// <param name="Since">From when it holds.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">Which data, who, how.</param>
/// <param name="Necessity">Why not with less.</param>
/// <param name="Impact">What it may mean.</param>
/// <param name="Keeps">How long.</param>
/// <param name="Otherwise">What who says no does.</param>
/// <param name="GivenAt">Since when it is agreed to; <c>null</c> while it is not.</param>
/// <param name="GivenToOlder">An older text was agreed to: the new one is asked for.</param>
/// <param name="MayAsk">A sensitive use without a valid assessment is not offered.</param>
internal sealed record UseOfData(
    string Purpose, LegalBasis Basis, bool Sensitive, int Version, DateTimeOffset Since,
    Phrase Title, Phrase Text, Phrase Necessity, Phrase Impact, Phrase Keeps, Phrase Otherwise,
    DateTimeOffset? GivenAt, bool GivenToOlder, bool MayAsk);

/// <summary>One answer of the past.</summary>
internal sealed record ConsentLine(
    Phrase Purpose, int Version, string Hash, DateTimeOffset GivenAt, ConsentWay Way, DateTimeOffset? WithdrawnAt, ConsentWay? WithdrawnWay);

internal sealed class MyConsentsHandler(LinliDb db, ConsentDesk desk, PurposeTexts texts, CurrentCaller current, TimeProvider time)
    : IHandler<MyConsents, ConsentsOfPerson>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/consents", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyConsents(person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("What my data are used for and what I agreed to 我的授权");

    public async Task<Result<ConsentsOfPerson>> Handle(MyConsents request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } self)
            return ConsentProblems.Machines;
        var (person, isSelf, isGuardian) = await desk.Relation(request.Person ?? self, self, cancel);
        var today = LocalTime.Today(time);
        if (person is null || !(isSelf || (isGuardian && ConsentRules.IsChild(person.BirthDate, today))))
            return ConsentRules.Nobody;
        var all = await db.Records<Consent>().AsNoTracking().Where(c => c.PersonId == person.Id)
            .OrderByDescending(c => c.GivenAt).ThenByDescending(c => c.Id).ToListAsync(cancel);
        var uses = new List<UseOfData>();
        foreach (var (code, text) in await texts.Current(cancel))
            if (texts.Find(code) is { } purpose)
                uses.Add(Use(purpose, text, all.Find(c => c.Purpose == code && c.WithdrawnAt is null), await desk.MayAsk(purpose, cancel)));
        return new ConsentsOfPerson(
            person.Id,
            Names.Own(person),
            ConsentRules.MayGive(person.BirthDate, isSelf, isGuardian, today)?.Message,
            [.. uses.OrderBy(u => u.Basis).ThenBy(u => u.Purpose, StringComparer.Ordinal)],
            [.. all.Select(c => new ConsentLine(
                texts.Find(c.Purpose)?.Title ?? new(c.Purpose, c.Purpose), c.TextVersion, c.TextHash, c.GivenAt, c.Way, c.WithdrawnAt, c.WithdrawnWay))]);
    }

    private static UseOfData Use(Purpose purpose, PurposeText text, Consent? open, bool mayAsk) => new(
        purpose.Code, purpose.Basis, purpose.Sensitive, text.Version, text.From,
        (text.TitleZh, text.TitleEn), (text.TextZh, text.TextEn), (text.NecessityZh, text.NecessityEn),
        (text.ImpactZh, text.ImpactEn), (text.KeepsZh, text.KeepsEn), (text.OtherwiseZh, text.OtherwiseEn),
        open?.TextVersion == text.Version ? open.GivenAt : null, open is not null && open.TextVersion != text.Version, mayAsk);
}
