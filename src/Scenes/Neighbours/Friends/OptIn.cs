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

namespace Linli.Neighbours.Friends;

/// <summary>Lets oneself be found by neighbours who can be found too, or changes one's card (S03 找朋友).</summary>
/// <param name="Nickname">What others read instead of a name, 2–12 characters.</param>
/// <param name="Interests">1–5 codes of the list.</param>
/// <param name="About">A sentence for those whom one greets, 2–80 characters.</param>
/// <param name="Contact">What the other sees once a greeting was accepted, 2–60 characters.</param>
/// <param name="BornOn">Needed the first time, to keep children out; not kept.</param>
internal sealed record OptIn(string? Nickname, IReadOnlyList<string>? Interests, string? About, string? Contact, DateOnly? BornOn = null)
    : ICommand<CardOfMine>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (MeetingRules.Shown(Nickname, 2, 12, "nickname", "请起一个昵称", "Choose a nickname") is { } nickname)
            yield return nickname;
        if (Interests is not { Count: > 0 and <= Friends.Interests.Most } || !Interests.All(Friends.Interests.Has))
            yield return Problem.Invalid("interests", "neighbours.interests", $"请选 1–{Friends.Interests.Most} 个兴趣。", $"Choose 1 to {Friends.Interests.Most} interests.");
        if (MeetingRules.Shown(About, 2, 80, "about", "请用一句话介绍自己", "Say something about yourself") is { } about)
            yield return about;
        if (!PlainText.TryCleanLine(Contact, 60, out var contact) || contact.Length < 2)
            yield return Problem.Invalid("contact", "neighbours.contact_length", "请填写对方接受后能看到的联系方式（2–60 个字）。", "Give the contact that is shown once a greeting is accepted (2 to 60 characters).");
    }
}

/// <summary>My own card.</summary>
internal sealed record MyCard : IQuery<CardOfMine>;

/// <summary>A card as its owner sees it.</summary>
internal sealed record CardOfMine(string Nickname, IReadOnlyList<string> Interests, string About, string Contact, DateTimeOffset Since);

internal sealed class OptInHandler(LinliDb db, CurrentCaller current, IScopeTree tree, FieldCipher cipher, TimeProvider time)
    : IHandler<OptIn, CardOfMine>, IHandler<MyCard, CardOfMine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/neighbours/card", (OptIn request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Let myself be found by neighbours 我愿意被找到");
        api.MapGet("/neighbours/card", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyCard(), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("My own card");
    }

    public async Task<Result<CardOfMine>> Handle(OptIn request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var now = Clock.Now(time);
        var card = await Mine(cancel);
        if (card is null && MeetingRules.Age(request.BornOn, LocalTime.DateOf(now)) is { } refused)
            return refused;
        PlainText.TryCleanLine(request.Nickname, 12, out var nickname);
        PlainText.TryCleanLine(request.About, 80, out var about);
        PlainText.TryCleanLine(request.Contact, 60, out var contact);
        var interests = Interests.Join(request.Interests!.Distinct());
        var sealedContact = cipher.Seal(contact);
        if (card is null)
            db.Insert(card = new()
            {
                Id = Guid.CreateVersion7(now), Account = current.Value.Account!.Value, Scope = home.Community.Path.Value,
                Nickname = nickname, Interests = interests, About = about, Contact = sealedContact, At = now,
            });
        else
            (card.Scope, card.Nickname, card.Interests, card.About, card.Contact) = (home.Community.Path.Value, nickname, interests, about, sealedContact);
        return Show(card, contact);
    }

    public async Task<Result<CardOfMine>> Handle(MyCard request, CancellationToken cancel) =>
        await Mine(cancel) is { } card
            ? Show(card, cipher.Open(card.Contact))
            : Problem.NotFound("neighbours.no_card", "您还没有名片，别人找不到您。", "You have no card, so nobody finds you.");

    private Task<Card?> Mine(CancellationToken cancel) => db.Unfiltered<Card>().SingleOrDefaultAsync(c => c.Account == current.Value.Account, cancel);

    private static CardOfMine Show(Card card, string contact) => new(card.Nickname, Interests.Split(card.Interests), card.About, contact, card.At);
}
