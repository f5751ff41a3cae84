using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>The names of those who get a box on a day, for handing them out (分餐名单): in the audit log, and where a linked person reads it.</summary>
/// <param name="Village">Code of the village.</param>
/// <param name="Day">Local day.</param>
internal sealed record ShowElders(string Village, DateOnly Day) : ICommand<IReadOnlyList<NamedBox>>, IAudited
{
    public string? AuditSubject => $"{Village} {Day:yyyy-MM-dd}";
}

/// <summary>A box with a name on the list.</summary>
internal sealed record NamedBox(string Name, string Set, Diet Diet, bool HasAllergies);

internal sealed class ShowEldersHandler(LinliDb db, KitchenBook book, IDisclosure disclosure) : IHandler<ShowElders, IReadOnlyList<NamedBox>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/villages/{village}/days/{day}/names", (string village, DateOnly day, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ShowElders(village, day), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("Names for handing out the boxes; logged 分餐名单");

    public async Task<Result<IReadOnlyList<NamedBox>>> Handle(ShowElders request, CancellationToken cancel)
    {
        if (await book.Village(request.Village, cancel) is not { } village)
            return KitchenBook.NoVillage;
        if (await book.Day(village.Kitchen, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        List<(VillageElder Elder, string Set)> eaters;
        if (day.FrozenAt is null)
            eaters = [.. (await book.Eaters(day, cancel)).Where(e => e.Elder.Village == village.Code)];
        else
            eaters = [.. (await db.Records<ElderMeal>().AsNoTracking().Where(m => m.Day == day.Id && m.Village == village.Code)
                .Join(db.Unfiltered<VillageElder>(), m => m.Elder, e => e.Id, (m, e) => new { m.Set, Elder = e }).AsNoTracking().ToListAsync(cancel)).Select(x => (x.Elder, x.Set))];
        foreach (var person in eaters.Select(e => e.Elder.Person).OfType<Guid>())
        {
            var allowed = await disclosure.Allow(new(person, [PersonalField.Name], $"{village.NameZh}分餐名单 {request.Day:yyyy-MM-dd}", null), cancel);
            if (!allowed.Ok)
                return allowed.As<IReadOnlyList<NamedBox>>();
        }

        return eaters.OrderBy(e => e.Elder.Name, StringComparer.Ordinal).Select(e => new NamedBox(e.Elder.Name, e.Set, e.Elder.Diet, e.Elder.Allergies is not null)).ToList();
    }
}
