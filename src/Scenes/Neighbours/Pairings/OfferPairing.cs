using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>Opts in to a pairing of a kind (S29), with consent to the text of a version.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Side">Which side.</param>
/// <param name="Nickname">2–12 characters.</param>
/// <param name="Languages">1–5 codes.</param>
/// <param name="Interests">1–5 codes.</param>
/// <param name="Times">1–4 codes.</param>
/// <param name="About">2–80 characters, without contacts.</param>
/// <param name="Contact">Shown once both agreed, 2–60 characters.</param>
/// <param name="ConsentVersion">Version of the purpose <c>pairing</c> that was read, as <c>GET /pairings/mine</c> gives it.</param>
/// <param name="BornOn">Needed where the register knows no birth date; not kept.</param>
internal sealed record OfferPairing(
    PairingKind Kind, PairingSide Side, string? Nickname, IReadOnlyList<string>? Languages, IReadOnlyList<string>? Interests, IReadOnlyList<string>? Times, string? About, string? Contact,
    int? ConsentVersion, DateOnly? BornOn = null) : ICommand<PairingOffered>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (MeetingRules.Shown(Nickname, 2, 12, "nickname", "请起一个昵称", "Choose a nickname") is { } nickname)
            yield return nickname;
        if (MeetingRules.Shown(About, 2, 80, "about", "请用一句话介绍自己", "Say something about yourself") is { } about)
            yield return about;
        if (Languages is not { Count: > 0 } || !Languages.All(PairingRules.Languages.ContainsKey))
            yield return Problem.Invalid("languages", "pairings.languages", "请选会说的语言。", "Choose the languages you speak.");
        if (Interests is not { Count: > 0 and <= Friends.Interests.Most } || !Interests.All(Friends.Interests.Has))
            yield return Problem.Invalid("interests", "neighbours.interests", $"请选 1–{Friends.Interests.Most} 个兴趣。", $"Choose 1 to {Friends.Interests.Most} interests.");
        if (Times is not { Count: > 0 } || !Times.All(PairingRules.Times.ContainsKey))
            yield return Problem.Invalid("times", "pairings.times", "请选有空的时间。", "Choose when you are free.");
        if (!PlainText.TryCleanLine(Contact, 60, out var contact) || contact.Length < 2)
            yield return Problem.Invalid("contact", "neighbours.contact_length", "请填写双方同意后能看到的联系方式（2–60 个字）。", "Give the contact that is shown once both agreed (2 to 60 characters).");
        if (ConsentVersion is null)
            yield return Problem.Invalid("consentVersion", "pairings.consent", "请阅读并同意结对须知。", "Read the terms of pairing and agree to them.");
    }
}

/// <summary>An opt-in that was made.</summary>
internal sealed record PairingOffered(Guid Id, OfferState State);

/// <summary>A guardian agrees that a minor takes part, or not.</summary>
internal sealed record DecideForMinor(Guid Offer, bool Agree) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Offer.ToString();
}

/// <summary>Withdraws an opt-in, as easily as it was given: it is matched no more, a proposal that waits falls, a pairing that runs ends.</summary>
internal sealed record WithdrawPairing(Guid Offer) : ICommand<Done>;

internal sealed class OfferPairingHandler(
    LinliDb db, CurrentCaller current, IScopeTree tree, IPeople people, ICareLists care, IConsentForms consents, PairEnds ends, INotices notices, FieldCipher cipher, TimeProvider time)
    : IHandler<OfferPairing, PairingOffered>, IHandler<DecideForMinor, Done>, IHandler<WithdrawPairing, Done>, IUseCase
{
    private static readonly Problem notFound = Problem.NotFound("pairings.offer_not_found", "没有找到这份结对意愿。", "This opt-in was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/pairings/offers", (OfferPairing request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.Pair).WithTags("pairings").WithSummary("Opt in to a pairing 报名结对");
        api.MapDelete("/pairings/offers/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawPairing(id), cancel))
            .Needs(Access.SignedIn).WithTags("pairings").WithSummary("Withdraw the opt-in");
        api.MapPost("/pairings/offers/{id:guid}/guardian", (Guid id, DecideForMinor request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Offer = id }, cancel))
            .Needs(Access.SignedIn).WithTags("pairings").WithSummary("A guardian agrees for a minor, or not");
    }

    public async Task<Result<PairingOffered>> Handle(OfferPairing request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home || current.Value.Person is not { } person)
            return FriendProblems.NotResident;
        var me = current.Value.Account!.Value;
        await db.LockUntilCommit($"pairings.{request.Kind}.{me}", cancel);
        if (await db.Unfiltered<PairingOffer>().AnyAsync(o => o.Account == me && o.Kind == request.Kind && o.State != OfferState.Withdrawn, cancel))
            return Problem.Conflict("pairings.offered_already", "您已报名这一类结对；要修改请先退出。", "You have opted in to this kind already: withdraw first to change it.");
        if (request is { Kind: PairingKind.Volunteer, Side: PairingSide.Second } && (await care.GroupsOf(person, cancel)).Count == 0)
            return Problem.Forbidden("pairings.not_listed", "这一侧面向关爱名单上的居民；请先联系社工。", "This side is for residents on a care list: ask a community worker first.");
        var today = LocalTime.Today(time);
        var age = (await care.Facts(person, cancel))?.Age ?? (request.BornOn is { } born && born <= today ? LocalTime.AgeOn(born, today) : null);
        if (age is not (>= 0 and <= 130))
            return Problem.Invalid("bornOn", "neighbours.born_missing", "请填写出生日期，只用于核对年龄，不会保存。", "Give your date of birth: it is looked at once and not kept.");
        var guardians = age < PairingRules.FullAge ? await care.GuardianAccountsOf(person, cancel) : [];
        if (age < PairingRules.FullAge && guardians.Count == 0)
            return Problem.Forbidden("pairings.no_guardian", "未满 18 周岁须由监护人同意；请先到社区登记监护人。", "Under 18 a guardian has to agree: have your guardian registered at the community first.");
        // From the age of 14 one agrees oneself; for a child the guardian does, with their own answer.
        var child = age < PairingRules.ChildAge;
        if (!child && await Agree(person, request.ConsentVersion!.Value, cancel) is { } refused)
            return refused;
        var now = Clock.Now(time);
        var offer = Make(request, person, home.Community.Path.Value, (await people.HomeGrids(me, cancel)).Select(g => g.Value).FirstOrDefault(), now, guardians.Count > 0);
        offer.ConsentVersion = child ? 0 : request.ConsentVersion!.Value;
        db.Insert(offer);
        foreach (var guardian in guardians)
            await notices.Tell(
                guardian, "pairings.guardian", ("孩子想参加互帮结对", "Your child wants to be paired"), ("需要您同意后才会匹配。", "Nothing happens before you agree."), "/pairings", $"pairing-guardian:{offer.Id}", cancel);
        return new PairingOffered(offer.Id, offer.State);
    }

    public async Task<Result<Done>> Handle(DecideForMinor request, CancellationToken cancel)
    {
        var offer = await db.Unfiltered<PairingOffer>().SingleOrDefaultAsync(o => o.Id == request.Offer && o.State == OfferState.WaitingGuardian, cancel);
        if (offer is null || !(await care.GuardianAccountsOf(offer.Person, cancel)).Contains(current.Value.Account!.Value))
            return notFound;
        if (request.Agree && (await care.Facts(offer.Person, cancel))?.Age is < PairingRules.ChildAge && await consents.Text(PairingRules.Purpose, cancel) is { } text)
        {
            if (await Agree(offer.Person, text.Version, cancel) is { } refused)
                return refused;
            offer.ConsentVersion = text.Version;
        }

        (offer.State, offer.Guardian, offer.GuardianAt) = (request.Agree ? OfferState.Open : OfferState.Withdrawn, current.Value.Account, Clock.Now(time));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(WithdrawPairing request, CancellationToken cancel)
    {
        var offer = await db.Unfiltered<PairingOffer>().SingleOrDefaultAsync(o => o.Id == request.Offer && o.State != OfferState.Withdrawn, cancel);
        if (offer is null || (offer.Account != current.Value.Account && !(await care.GuardianAccountsOf(offer.Person, cancel)).Contains(current.Value.Account!.Value)))
            return notFound;
        (offer.State, offer.WithdrawnAt) = (OfferState.Withdrawn, Clock.Now(time));
        foreach (var pair in await db.Unfiltered<Pair>().Where(p => (p.State == PairState.Proposed || p.State == PairState.Active) && (p.FirstOffer == offer.Id || p.SecondOffer == offer.Id)).ToListAsync(cancel))
            await ends.Stop(pair, current.Value.Account, "一方退出了结对 One side withdrew", cancel);
        // Whoever has left the last kind has taken back what they agreed to.
        return current.Value.Person == offer.Person && !await db.Unfiltered<PairingOffer>().AnyAsync(o => o.Person == offer.Person && o.Id != offer.Id && o.State != OfferState.Withdrawn, cancel)
            ? await consents.Withdraw(offer.Person, PairingRules.Purpose, cancel)
            : Done.It;
    }

    private async Task<Problem?> Agree(Guid person, int version, CancellationToken cancel)
    {
        var given = await consents.Agree(person, PairingRules.Purpose, version, cancel);
        return given.Ok ? null
            : given.Problem.Code == "consent_text_changed" ? Problem.Invalid("consentVersion", given.Problem.Code, given.Problem.Message.Zh, given.Problem.Message.En) : given.Problem;
    }

    private PairingOffer Make(OfferPairing request, Guid person, string scope, string? grid, DateTimeOffset now, bool guarded)
    {
        PlainText.TryCleanLine(request.Nickname, 12, out var nickname);
        PlainText.TryCleanLine(request.About, 80, out var about);
        PlainText.TryCleanLine(request.Contact, 60, out var contact);
        return new()
        {
            Id = Guid.CreateVersion7(now), Account = current.Value.Account!.Value, Person = person, Kind = request.Kind, Side = request.Side, Scope = scope, Grid = grid, Nickname = nickname,
            Languages = Interests.Join(request.Languages!.Distinct()), Interests = Interests.Join(request.Interests!.Distinct()), Times = Interests.Join(request.Times!.Distinct()),
            About = about, Contact = cipher.Seal(contact), ConsentVersion = 0, At = now, State = guarded ? OfferState.WaitingGuardian : OfferState.Open,
        };
    }
}
