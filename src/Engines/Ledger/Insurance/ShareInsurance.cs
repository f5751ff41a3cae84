using Linli.Ledger.Wallet;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Insurance;

/// <summary>Asks a near relative to use past years of the caller's insurance account (家庭共济). Family of the register is chosen; who lives elsewhere is named.</summary>
/// <param name="Kinship">What the relative is to the caller.</param>
/// <param name="Relative">Somebody of the household, a child the caller is guardian of, or somebody the caller acts for.</param>
/// <param name="Name">Else the relative's whole name, and</param>
/// <param name="Phone">their own telephone.</param>
internal sealed record OfferInsurance(Kinship? Kinship, Guid? Relative = null, string? Name = null, string? Phone = null) : ICommand<SharingAnswer>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Relative?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Kinship is not { } kin || !Enum.IsDefined(kin))
            yield return Problem.Invalid("kinship", "ledger.insurance_kinship", "请选择对方是您的什么人：配偶、父母、子女、兄弟姐妹、祖父母、孙辈。", "Say what the relative is to you: only near relatives share insurance.");
        if (Relative is null && (Name?.Trim() is not { Length: >= 2 } || !MobileNumber.TryParse(Phone, out _, out _)))
            yield return Problem.Invalid(Name?.Trim() is { Length: >= 2 } ? "phone" : "name", "ledger.insurance_relative", "请选择家人，或填写对方姓名和本人手机号。", "Choose a relative, or give their whole name and their own telephone.");
    }
}

/// <summary>Says yes or no to a relative's offer; whoever is asked may use one donor at a time.</summary>
/// <param name="Id">Which offer.</param>
/// <param name="Agree">Yes or no.</param>
/// <param name="Insured">When agreeing: that the caller is insured in the province, and the relation is as declared.</param>
internal sealed record AnswerInsurance(Guid Id, bool Agree, bool Insured = false) : ICommand<SharingAnswer>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Agree && !Insured)
            yield return Problem.Invalid("insured", "ledger.insurance_insured", "请确认您在本省参加基本医保，且和对方是近亲属。", "Confirm that you are insured in the province and are near relatives.");
    }
}

/// <summary>Ends a sharing: either may, at any time, and nothing that was paid changes.</summary>
/// <param name="Id">Which.</param>
internal sealed record EndInsurance(Guid Id) : ICommand<SharingAnswer>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>Where a sharing stands.</summary>
internal sealed record SharingAnswer(Guid Id, SharingState State);

internal sealed class ShareInsuranceHandler(LinliDb db, InsuranceBook book, Relatives relatives, IPeopleFinder finder, IPersonAccounts accounts, INotices notices, CurrentCaller current, TimeProvider time)
    : IHandler<OfferInsurance, SharingAnswer>, IHandler<AnswerInsurance, SharingAnswer>, IHandler<EndInsurance, SharingAnswer>, IUseCase
{
    private const string Page = "/me/insurance";
    private static readonly Problem notFound = Problem.NotFound("ledger.insurance_not_found", "没有找到这条共济关系。", "This sharing was not found.");
    private static readonly Problem hasDonor = Problem.Conflict("ledger.insurance_has_donor", "同一时间只能使用一位家人的医保共济，请先解除原来的。", "One accepts one donor at a time: end the other sharing first.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/ledger/me/insurance/family", (OfferInsurance request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Let a near relative use past years of my insurance account 添加医保家庭共济");
        api.MapPost("/ledger/me/insurance/family/{id:guid}/answer", (Guid id, AnswerInsurance request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Say yes or no to a relative's offer 接受医保家庭共济");
        api.MapDelete("/ledger/me/insurance/family/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new EndInsurance(id), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("End a sharing 解除医保家庭共济");
    }

    public async Task<Result<SharingAnswer>> Handle(OfferInsurance request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return LedgerProblems.NoPerson;
        var known = await relatives.Of(cancel);
        var registered = known.FirstOrDefault(r => r.Person == request.Relative);
        if (request.Relative is not null && registered is null)
            return Problem.Invalid("relative", "ledger.insurance_not_family", "登记的家人里没有这一位，请填写姓名和手机号。", "The register does not have them as your family: give name and telephone.");
        // By name and telephone: the same answer whether nobody has them or the name is another's.
        var other = registered?.Person ?? (MobileNumber.TryParse(request.Phone, out var phone, out _) ? await finder.ByPhone(request.Name, phone, cancel) : null);
        if (other is not { } relative)
            return Problem.Invalid("phone", "ledger.insurance_nobody", "姓名和手机号没有对上已登记的居民，请核对，或请对方先登记。", "No registered resident has this name and telephone: check them, or let your relative register first.");
        if (relative == me)
            return Problem.Invalid("relative", "ledger.insurance_self", "不能和自己共济。", "One does not share with oneself.");
        await db.LockUntilCommit(InsuranceBook.LockOf(me), cancel);
        if (await db.Records<FamilySharing>().FirstOrDefaultAsync(s => s.Donor == me && s.Beneficiary == relative && (s.State == SharingState.Asked || s.State == SharingState.Active), cancel) is { } there)
            // Asked once more, perhaps after a lost answer.
            return new SharingAnswer(there.Id, there.State);
        var rule = await book.RuleFor(me, cancel);
        if (await db.Records<FamilySharing>().CountAsync(s => s.Donor == me && (s.State == SharingState.Asked || s.State == SharingState.Active), cancel) >= rule.MostRelatives)
            return Problem.Conflict("ledger.insurance_most", $"最多和 {rule.MostRelatives} 位近亲属共济，请先解除一位。", $"At most {rule.MostRelatives} relatives: end one sharing first.");
        if (await book.Giving(relative, cancel) is not null)
            return hasDonor;
        var now = Clock.Now(time);
        // For a child that cannot agree its guardian does, who is asking.
        var ward = registered?.IsWard == true;
        var sharing = new FamilySharing
        {
            Id = Guid.CreateVersion7(now), Donor = me, Beneficiary = relative, Kinship = request.Kinship!.Value, Registered = registered is not null || known.Any(r => r.Person == relative),
            State = ward ? SharingState.Active : SharingState.Asked, AskedAt = now, AgreedAt = ward ? now : null,
        };
        db.Records<FamilySharing>().Add(sharing);
        if (!ward)
            await Tell(relative, sharing, ("家人请您使用医保家庭共济", "A relative shares their insurance with you"), ("请确认后使用；随时可以解除。", "Say whether you want it; either of you ends it at any time."), "ask", cancel);
        return new SharingAnswer(sharing.Id, sharing.State);
    }

    public async Task<Result<SharingAnswer>> Handle(AnswerInsurance request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return LedgerProblems.NoPerson;
        if (await db.Records<FamilySharing>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id && s.Beneficiary == me, cancel) is not { } seen)
            return notFound;
        await db.LockUntilCommit($"ledger.insurance.accepts.{me:N}", cancel);
        await db.LockUntilCommit(InsuranceBook.LockOf(seen.Donor), cancel);
        var sharing = await db.Records<FamilySharing>().SingleAsync(s => s.Id == request.Id, cancel);
        var wanted = request.Agree ? SharingState.Active : SharingState.Refused;
        if (sharing.State == wanted)
            return new SharingAnswer(sharing.Id, sharing.State);
        if (sharing.State != SharingState.Asked)
            return Problem.Conflict("ledger.insurance_answered", "这条共济已经有结果，要重新使用请家人再添加一次。", "This was settled already: let your relative ask again.");
        if (request.Agree && await book.Giving(me, cancel) is not null)
            return hasDonor;
        (sharing.State, sharing.AgreedAt, sharing.EndedAt, sharing.Version) = (wanted, request.Agree ? Clock.Now(time) : null, request.Agree ? null : Clock.Now(time), sharing.Version + 1);
        await Tell(sharing.Donor, sharing, request.Agree ? ("家人接受了医保共济", "Your relative accepted") : ("家人没有接受医保共济", "Your relative did not accept"), ("在“医保家庭共济”里查看。", "See your insurance family account."), "answer", cancel);
        return new SharingAnswer(sharing.Id, sharing.State);
    }

    public async Task<Result<SharingAnswer>> Handle(EndInsurance request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return LedgerProblems.NoPerson;
        var wards = (await relatives.Of(cancel)).Where(r => r.IsWard).Select(r => r.Person).Append(me).ToList();
        if (await db.Records<FamilySharing>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id && (s.Donor == me || wards.Contains(s.Beneficiary)), cancel) is not { } seen)
            return notFound;
        await db.LockUntilCommit(InsuranceBook.LockOf(seen.Donor), cancel);
        var sharing = await db.Records<FamilySharing>().SingleAsync(s => s.Id == request.Id, cancel);
        if (sharing.State is SharingState.Asked or SharingState.Active)
        {
            (sharing.State, sharing.EndedAt, sharing.Version) = (SharingState.Ended, Clock.Now(time), sharing.Version + 1);
            await Tell(sharing.Donor == me ? sharing.Beneficiary : sharing.Donor, sharing, ("医保家庭共济已解除", "A sharing of insurance has ended"), ("从现在起不再代付，已付的不变。", "Nothing more is paid by it; what was paid stays."), "end", cancel);
        }

        return new SharingAnswer(sharing.Id, sharing.State);
    }

    private async Task Tell(Guid person, FamilySharing sharing, Platform.Text.Phrase title, Platform.Text.Phrase body, string key, CancellationToken cancel)
    {
        foreach (var account in (await accounts.Of([person], cancel))[person])
            await notices.Tell(account, "insurance.family", title, body, Page, $"insurance:{sharing.Id}:{key}", cancel);
    }
}

/// <summary>Somebody whom the register knows as the caller's family.</summary>
/// <param name="Person">Who.</param>
/// <param name="IsWard">Whether the caller is their guardian.</param>
internal sealed record Relative(Guid Person, bool IsWard);

/// <summary>The caller's family by the register: household, children they are guardian of, and whom they act for by agreement.</summary>
internal sealed class Relatives(Household household, ICareLists care, IActingFor family, CurrentCaller current)
{
    public async Task<IReadOnlyList<Relative>> Of(CancellationToken cancel)
    {
        if (current.Value is not { Account: { } account, Person: { } me })
            return [];
        var wards = await care.WardsOf(account, cancel);
        var acted = await family.People(FamilyMatters.View, cancel);
        return [.. wards.Select(w => new Relative(w, true)).Concat((await household.Members(cancel)).Select(m => new Relative(m.Person, false)))
            .Concat(acted.Select(a => new Relative(a.Person, a.Agency is null))).Where(r => r.Person != me).DistinctBy(r => r.Person)];
    }
}
