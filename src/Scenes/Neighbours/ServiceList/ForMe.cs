using Linli.Neighbours.Friends;
using Linli.Neighbours.Goodwill.Wishes;
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

namespace Linli.Neighbours.ServiceList;

/// <summary>What the caller is entitled to at home, and why (S16).</summary>
internal sealed record ServicesForMe : IQuery<MyServices>;

/// <summary>The services of a resident, with their wishes.</summary>
/// <param name="Groups">Special-care groups they are listed in: they may know.</param>
/// <param name="KnowsAge">Whether the register knows their birth date.</param>
/// <param name="Mine">What they are entitled to beyond what is for everybody.</param>
/// <param name="ForAll">What is for everybody.</param>
/// <param name="Wishes">Their wishes, the newest first.</param>
internal sealed record MyServices(
    IReadOnlyList<CareGroupName> Groups, bool KnowsAge, IReadOnlyList<MyService> Mine, IReadOnlyList<MyService> ForAll, IReadOnlyList<MyWish> Wishes);

/// <summary>A service with the reason why.</summary>
internal sealed record MyService(Guid Id, Phrase Name, Phrase What, string Provider, Phrase Often, string Contact, Phrase Why, string? Project, PriceTag? Price);

/// <summary>A wish as its owner reads it.</summary>
internal sealed record MyWish(Guid Id, string Text, WishState State, DateTimeOffset At, string? Word);

internal sealed class ServicesForMeHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ICareLists care, FieldCipher cipher, TimeProvider time)
    : IHandler<ServicesForMe, MyServices>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/service-list/for-me", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ServicesForMe(), cancel))
            .Needs(NeighboursPermissions.ServiceList).WithTags("service-list").WithSummary("What I am entitled to and why");

    public async Task<Result<MyServices>> Handle(ServicesForMe request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home || current.Value.Person is not { } person)
            return FriendProblems.NotResident;
        var today = LocalTime.Today(time);
        var above = home.Community.Path.SelfAndAncestors().Select(p => p.Value).ToArray();
        var services = await db.Unfiltered<CareService>().AsNoTracking()
            .Where(s => above.Contains(s.Scope) && s.From <= today && (s.To == null || s.To >= today)).OrderBy(s => s.Id).ToListAsync(cancel);
        var facts = await care.Facts(person, cancel);
        var listed = await care.GroupsOf(person, cancel);
        var groups = (await care.Groups(cancel)).Where(g => listed.Contains(g.Code)).ToList();
        var mine = groups.ToDictionary(g => g.Code, g => g.Name);
        var entitled = services.Select(s => (Service: s, Why: EntitlementRules.Why(EntitlementRules.Split(s.Groups), s.MinAge, s.MaxAge, facts?.Age, mine)))
            .Where(x => x.Why is not null).ToLookup(
                x => IsForAll(x.Service),
                x => new MyService(
                    x.Service.Id, (x.Service.NameZh, x.Service.NameEn), (x.Service.WhatZh, x.Service.WhatEn), x.Service.Provider, (x.Service.OftenZh, x.Service.OftenEn),
                    x.Service.Contact, x.Why!.Value, x.Service.Project, PriceTag.Of(x.Service.PriceFen, x.Service.MarketFen, x.Service.MarketSource)));
        var wishes = await db.Unfiltered<Wish>().AsNoTracking().Where(w => w.Person == person).OrderByDescending(w => w.At).Take(50).ToListAsync(cancel);
        return new MyServices(
            groups, facts?.Age is not null, [.. entitled[false]], [.. entitled[true]], wishes.ConvertAll(w => new MyWish(w.Id, w.Text is { } words ? cipher.Open(words) : "—", w.State, w.At, w.Word)));
    }

    private static bool IsForAll(CareService service) => service.Groups.Trim().Length == 0 && service.MinAge is null && service.MaxAge is null;
}
