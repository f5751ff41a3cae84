using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Insurance;

/// <summary>The caller's insurance account, and with whom they share it (我的医保家庭共济).</summary>
internal sealed record MyInsurance : IQuery<InsuranceView>;

/// <summary>What the caller has and shares.</summary>
/// <param name="ThisYearFen">Balance of this year, in fen: for the caller alone.</param>
/// <param name="PastYearsFen">Balance of past years, in fen.</param>
/// <param name="StaysFen">What stays with the caller of past years, in fen.</param>
/// <param name="SharedFen">What relatives could use of it now, in fen.</param>
/// <param name="MostRelatives">With how many one may share.</param>
/// <param name="Source">Where these numbers come from.</param>
/// <param name="Gives">Whom the caller lets pay, and who is asked.</param>
/// <param name="Gets">Who lets the caller pay, and who offers.</param>
/// <param name="Uses">What relatives used, the newest first.</param>
/// <param name="Family">Relatives to choose from.</param>
internal sealed record InsuranceView(
    long ThisYearFen, long PastYearsFen, long StaysFen, long SharedFen, int MostRelatives, string Source, IReadOnlyList<SharingLine> Gives, IReadOnlyList<SharingLine> Gets,
    IReadOnlyList<UseLine> Uses, IReadOnlyList<RelativeChoice> Family);

/// <summary>A sharing as one of the two sees it: the other by a masked name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The other, masked.</param>
/// <param name="Kinship">What the beneficiary is to the donor.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="UsedFen">What was used by it, less what came back, in fen.</param>
internal sealed record SharingLine(Guid Id, string Name, Kinship Kinship, SharingState State, DateTimeOffset AskedAt, long UsedFen);

/// <summary>What a relative used; what was bought stays theirs.</summary>
internal sealed record UseLine(string Name, DateTimeOffset At, long Fen, long BackFen);

/// <summary>A relative of the register.</summary>
internal sealed record RelativeChoice(Guid Person, string Name);

internal sealed class MyInsuranceHandler(LinliDb db, InsuranceBook book, Relatives relatives, IActingFor names, CurrentCaller current) : IHandler<MyInsurance, InsuranceView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me/insurance", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyInsurance(), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("My insurance account and family account 我的医保家庭共济");

    public async Task<Result<InsuranceView>> Handle(MyInsurance request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return LedgerProblems.NoPerson;
        var rule = await book.RuleFor(me, cancel);
        var past = await book.Of(me, InsuranceBook.PastYears, cancel);
        var family = await relatives.Of(cancel);
        var sharings = await db.Records<FamilySharing>().AsNoTracking().Where(s => s.Donor == me || s.Beneficiary == me)
            .OrderByDescending(s => s.State == SharingState.Active).ThenByDescending(s => s.AskedAt).Take(40).ToListAsync(cancel);
        var ids = sharings.ConvertAll(s => s.Id);
        var uses = await db.Records<FamilyUse>().AsNoTracking().Where(u => ids.Contains(u.Sharing)).OrderByDescending(u => u.At).ToListAsync(cancel);
        var known = await names.MaskedNames([.. sharings.SelectMany(s => new[] { s.Donor, s.Beneficiary }).Concat(family.Select(r => r.Person)).Distinct()], cancel);
        string Name(Guid person) => known.GetValueOrDefault(person, "—");
        SharingLine Line(FamilySharing s, Guid other) => new(s.Id, Name(other), s.Kinship, s.State, s.AskedAt, uses.Where(u => u.Sharing == s.Id).Sum(u => u.Fen - u.BackFen));
        var by = sharings.ToDictionary(s => s.Id);
        return new InsuranceView(
            await book.Of(me, InsuranceBook.ThisYear, cancel), past, Math.Min(past, rule.BaseFen), rule.Usable(past), rule.MostRelatives, rule.Source,
            [.. sharings.Where(s => s.Donor == me).Select(s => Line(s, s.Beneficiary))], [.. sharings.Where(s => s.Beneficiary == me).Select(s => Line(s, s.Donor))],
            [.. uses.Where(u => by[u.Sharing].Donor == me).Take(30).Select(u => new UseLine(Name(by[u.Sharing].Beneficiary), u.At, u.Fen, u.BackFen))],
            [.. family.Select(r => new RelativeChoice(r.Person, Name(r.Person)))]);
    }
}
