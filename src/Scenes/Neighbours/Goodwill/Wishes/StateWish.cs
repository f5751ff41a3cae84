using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Somebody on a special-care list states a wish; a worker looks whether it holds.</summary>
/// <param name="Text">2–200 characters.</param>
/// <param name="ConsentVersion">Set when the person agrees that it is shown to neighbours: version of the text that was read. The wish is taken down without it as well.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record StateWish(string? Text, int? ConsentVersion = null, string? IdempotencyKey = null) : ICommand<WishStated>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (Visits.VisitRules.Text(Text, 200, "text", "请说说您的心愿", "Say what you wish for") is { } text)
            yield return text;
    }
}

/// <summary>A wish that was stated.</summary>
internal sealed record WishStated(Guid Id);

/// <summary>Takes back a wish that is not fulfilled yet.</summary>
internal sealed record WithdrawWish(Guid Id) : ICommand<Done>;

/// <summary>Wishes at the caller's places that wait, or were verified and are open.</summary>
internal sealed record ListWishes : IQuery<IReadOnlyList<WishLine>>;

/// <summary>A wish as a worker reads it: without the name, which the person's worker knows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Group">Name of the group.</param>
/// <param name="Text">In the person's words, for whoever verifies.</param>
/// <param name="PublicText">As others may read it.</param>
/// <param name="Community">The community.</param>
/// <param name="State">Where it stands.</param>
/// <param name="At">When it was stated, UTC.</param>
internal sealed record WishLine(Guid Id, Phrase Group, string Text, string? PublicText, Phrase Community, WishState State, DateTimeOffset At);

/// <summary>A worker verifies a wish and words it for others, refuses it, or says that it came true.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">verified, refused or fulfilled.</param>
/// <param name="PublicText">When verifying: 2–200 characters without anything that leads to the person.</param>
/// <param name="Word">When refusing: why; when fulfilled: how. The person reads it.</param>
internal sealed record DecideWish(Guid Id, WishState State, string? PublicText = null, string? Word = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (State is not (WishState.Verified or WishState.Refused or WishState.Fulfilled))
            yield return Problem.Invalid("state", "wishes.state", "请选择核实、不采纳或已实现。", "Choose verified, refused or fulfilled.");
        if (State == WishState.Verified && MeetingRules.Shown(PublicText, 2, 200, "publicText", "请写一句不含姓名和住址的话", "Put it into words without name and address") is { } text)
            yield return text;
        if (State is WishState.Refused or WishState.Fulfilled && Text(Word, 200, "word", "请告诉本人原因或怎样实现的", "Tell the person why, or how it came true") is { } word)
            yield return word;
    }
}

internal sealed class StateWishHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ICareLists care, INotices notices, IDisclosure disclosure, IConsentForms consents, FieldCipher cipher, WishBook book, TimeProvider time)
    : IHandler<StateWish, WishStated>, IHandler<WithdrawWish, Done>, IHandler<ListWishes, IReadOnlyList<WishLine>>, IHandler<DecideWish, Done>, IUseCase
{
    private const int MostOpen = 3;
    private static readonly Problem notFound = Problem.NotFound("wishes.not_found", "没有找到这个心愿。", "This wish was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/wishes", (StateWish request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.ServiceList).WithTags("wishes").WithSummary("State a wish 心愿");
        api.MapDelete("/wishes/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawWish(id), cancel))
            .Needs(NeighboursPermissions.ServiceList).WithTags("wishes").WithSummary("Take a wish back");
        api.MapGet("/wishes", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListWishes(), cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("wishes").WithSummary("Wishes to verify and open ones");
        api.MapPost("/wishes/{id:guid}/decide", (Guid id, DecideWish request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(NeighboursPermissions.Visits).WithTags("wishes").WithSummary("Verify, refuse or fulfil a wish");
    }

    public async Task<Result<WishStated>> Handle(StateWish request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is null || current.Value.Person is not { } person)
            return FriendProblems.NotResident;
        if (await care.GroupsOf(person, cancel) is not [var group, ..])
            return Problem.Forbidden("wishes.not_listed", "心愿面向关爱名单上的居民；有困难请直接联系社工或在线求助。", "Wishes are for residents on a care list; in need of help, ask a community worker or report it.");
        await db.LockUntilCommit($"wishes.{person}", cancel);
        if (await db.Unfiltered<Wish>().CountAsync(w => w.Person == person && (w.State == WishState.Stated || w.State == WishState.Verified || w.State == WishState.Open || w.State == WishState.Claimed), cancel) >= MostOpen)
            return Problem.Conflict("wishes.enough", $"已有 {MostOpen} 个心愿在办，实现后再提新的。", $"{MostOpen} wishes are open: state another when one came true.");
        if (request.ConsentVersion is { } version
            && await consents.Agree(person, WishRules.PurposeOf(group, (await care.Facts(person, cancel))?.Age), version, cancel) is { Ok: false } disagreed)
            return disagreed.As<WishStated>();
        var home = (await care.Members(group, ScopePath.Root, cancel)).First(m => m.Person == person);
        var now = Clock.Now(time);
        var wish = new Wish
        {
            Id = Guid.CreateVersion7(now), Person = person, Group = group, Scope = home.Building.Value, Grid = home.Grid?.Value, Text = cipher.Seal(Clean(request.Text, 200)),
            State = WishState.Stated, StatedBy = current.Value.Account!.Value, At = now,
        };
        db.Insert(wish);
        foreach (var worker in home.Workers)
            await notices.Tell(worker, "visits.wish", ("有一个心愿待核实", "A wish is to be verified"), ("您负责的一位居民提出了心愿。", "Somebody you look after stated a wish."), "/desk/wishes", $"wish:{wish.Id}", cancel);
        return new WishStated(wish.Id);
    }

    public async Task<Result<Done>> Handle(WithdrawWish request, CancellationToken cancel)
    {
        var wish = await db.Unfiltered<Wish>().SingleOrDefaultAsync(w => w.Id == request.Id && w.Person == current.Value.Person, cancel);
        if (wish is null)
            return notFound;
        if (wish.State is WishState.Handed or WishState.Fulfilled or WishState.Refused)
            return Problem.Conflict("wishes.decided", "这个心愿已有结果。", "This wish is settled already.");
        await book.CallOff(wish, cancel);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<WishLine>>> Handle(ListWishes request, CancellationToken cancel)
    {
        var names = (await care.Groups(cancel)).ToDictionary(g => g.Code, g => g.Name);
        // Lines of schools' lists have no person here: they are verified in their round.
        var rows = await Reach().AsNoTracking().Where(w => w.Person != null && (w.State == WishState.Stated || w.State == WishState.Verified))
            .OrderBy(w => w.State == WishState.Verified).ThenBy(w => w.At).Take(200).ToListAsync(cancel);
        var lines = new List<WishLine>();
        foreach (var wish in rows)
        {
            // The person's own words are for whoever looks after them; others read what was worded for others.
            var look = new DisclosureWish(wish.Person!.Value, [PersonalField.Health], "查看心愿 A wish", null) { InCare = true };
            var known = await care.IsAssigned(wish.Person.Value, current.Value.Account!.Value, cancel) && await disclosure.Would(look, cancel);
            if (!known && wish.State == WishState.Stated)
                continue;
            lines.Add(new(
                wish.Id, names.GetValueOrDefault(wish.Group, (wish.Group, wish.Group)), known && wish.Text is { } words ? cipher.Open(words) : wish.PublicText ?? "", wish.PublicText,
                tree.CommunityOf(ScopePath.Parse(wish.Scope, null))?.Name ?? default, wish.State, wish.At));
            if (known && await disclosure.Allow(look, cancel) is { Ok: false } unlogged)
                return unlogged.As<IReadOnlyList<WishLine>>();
        }

        return lines;
    }

    public async Task<Result<Done>> Handle(DecideWish request, CancellationToken cancel)
    {
        var wish = await Reach().SingleOrDefaultAsync(w => w.Id == request.Id, cancel);
        if (wish?.Person is not { } person || (wish.State == WishState.Stated && !await care.IsAssigned(person, current.Value.Account!.Value, cancel)))
            return notFound;
        if (wish.State != (request.State == WishState.Fulfilled ? WishState.Verified : WishState.Stated))
            return Problem.Conflict("wishes.decided", "这个心愿的状态已变，请刷新。", "This wish has moved on: reload.");
        (wish.State, wish.DecidedBy, wish.DecidedAt) = (request.State, current.Value.Account, Clock.Now(time));
        wish.EndedAt = request.State == WishState.Verified ? null : wish.DecidedAt;
        wish.PublicText = request.State == WishState.Verified ? Clean(request.PublicText, 200) : wish.PublicText;
        wish.Word = request.State == WishState.Verified ? null : Clean(request.Word, 200);
        if (await care.PersonOf(wish.StatedBy, cancel) == person || (await care.WardsOf(wish.StatedBy, cancel)).Contains(person))
            await notices.Tell(
                wish.StatedBy, "visits.wish", ("您的心愿有了新进展", "There is news of your wish"), ("请到“我的服务”查看。", "See “Services for me”."), "/services/for-me", $"wish:{wish.Id}:{wish.State}", cancel);
        return Done.It;
    }

    private IQueryable<Wish> Reach()
    {
        var scopes = current.Value.ScopesFor(NeighboursPermissions.Visits);
        var grids = scopes.Paths.Select(p => p.Value).ToArray();
        return db.Scoped<Wish>(scopes, w => w.Grid != null && grids.Contains(w.Grid));
    }
}
