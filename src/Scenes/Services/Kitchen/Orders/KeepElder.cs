using System.Security.Cryptography;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Services.Canteen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>Adds an elder with a standing order to a village, or changes one (固定用餐老人).</summary>
internal sealed record KeepElder : ICommand<ElderLine>, IValidated, IRepeatable, IAudited
{
    /// <summary>Code of the village; in the address.</summary>
    public string Village { get; init; } = "";

    /// <summary>Which; <c>null</c> for a new one.</summary>
    public Guid? Elder { get; init; }

    /// <summary>2 to 30 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The age on each day is counted from it.</summary>
    public DateOnly BirthDate { get; init; }

    /// <summary>Code of the usual set meal; what it was, or <c>A</c>, when left out.</summary>
    public string? Set { get; init; }

    /// <summary>Diet; what it was, or the normal one, when left out.</summary>
    public Diet? Diet { get; init; }

    /// <summary>1 Monday to 7 Sunday; what they were, or all days, when left out.</summary>
    public IReadOnlyList<int>? Weekdays { get; init; }

    /// <summary>Codes of allergens: an empty list for none; what they were when left out, for lists never show them.</summary>
    public IReadOnlyList<string>? Allergies { get; init; }

    /// <summary>First day; what it was, or the next day that is open, when left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; what it was when left out.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether it is somebody else than the elder of the same name and birthday who has a standing order already.</summary>
    public bool Another { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    /// <inheritdoc/>
    public string? AuditSubject => $"{Village} {Elder}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Name, 30, out var name) || name.Length < 2)
            yield return Problem.Invalid("name", "services.elder_name", "姓名为 2–30 个字。", "A name has 2 to 30 characters.");
        if (Set?.Trim().Length is 0 or > 12)
            yield return Problem.Invalid("set", "services.no_set", "请选择套餐。", "Choose a set meal.");
        if (Weekdays is { } days && (days.Count == 0 || days.Any(d => d is < 1 or > 7)))
            yield return Problem.Invalid("weekdays", "services.weekdays", "请选择周几用餐：1（周一）到 7（周日）。", "Choose the days of the week, 1 (Monday) to 7 (Sunday).");
        if (KitchenRules.CleanAllergens(Allergies) is null)
            yield return Problem.Invalid("allergies", "services.allergen_unknown", "过敏原不在列表中。", "One of the allergens is not on the list.");
        foreach (var (day, field) in new[] { (From, "from"), (Until, "until") })
            if (day is { } given && CanteenRules.DayFault(given, field) is { } fault)
                yield return fault;
        if (Until < From)
            yield return Problem.Invalid("until", "services.days_order", "结束日期不能早于开始日期。", "The last day cannot be before the first.");
    }
}

/// <summary>Ends a standing order.</summary>
/// <param name="Elder">Which.</param>
internal sealed record EndElder(Guid Elder) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Elder.ToString();
}

/// <summary>Makes a code by which the elder or the family takes the standing order onto their phone; shown this once, good for a week.</summary>
/// <param name="Elder">Which.</param>
internal sealed record MakeLinkCode(Guid Elder) : ICommand<LinkCode>, IAudited
{
    public string? AuditSubject => Elder.ToString();
}

/// <summary>The code.</summary>
internal sealed record LinkCode(string Code, DateTimeOffset Until);

/// <summary>An elder as the village sees them in lists.</summary>
/// <param name="Id">Id of the standing order.</param>
/// <param name="Name">Masked.</param>
/// <param name="Age">Completed years today.</param>
/// <param name="Set">Usual set meal.</param>
/// <param name="Diet">Diet.</param>
/// <param name="Weekdays">1 Monday to 7 Sunday.</param>
/// <param name="HasAllergies">Whether something must be kept away.</param>
/// <param name="Linked">Whether the elder or the family have it on their phone.</param>
/// <param name="Pauses">Pauses that are not over.</param>
internal sealed record ElderLine(
    Guid Id, string Name, int Age, string Set, Diet Diet, IReadOnlyList<int> Weekdays, bool HasAllergies, bool Linked, IReadOnlyList<PauseLine> Pauses)
{
    public static ElderLine Of(VillageElder elder, DateOnly today, IEnumerable<ElderPause> pauses, bool full = false) => new(
        elder.Id, full ? elder.Name : Masked.Name(elder.Name), LocalTime.AgeOn(elder.BirthDate, today), elder.Set, elder.Diet,
        [.. Enumerable.Range(1, 7).Where(d => (elder.Weekdays & (1 << (d - 1))) != 0)], elder.Allergies is not null, elder.Person is not null,
        [.. pauses.Where(p => p.Until >= today).OrderBy(p => p.From).Select(p => new PauseLine(p.Id, p.From, p.Until))]);
}

/// <summary>Days without meals, both included.</summary>
internal sealed record PauseLine(Guid Id, DateOnly From, DateOnly Until);

internal sealed class KeepElderHandler(LinliDb db, KitchenBook book, ElderReach reach, FieldCipher cipher, TimeProvider time)
    : IHandler<KeepElder, ElderLine>, IHandler<EndElder, Done>, IHandler<MakeLinkCode, LinkCode>, IUseCase
{
    // Without what is easily misread.
    private const string Letters = "ACDEFHJKLMNPRTUVWXY3479";
    private const int EveryDay = 0b1111111;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/kitchen/villages/{village}/elders", (string village, KeepElder request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Village = village }, cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("Keep a standing order of an elder 固定用餐老人");
        api.MapDelete("/kitchen/elders/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new EndElder(id), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("End a standing order");
        api.MapPost("/kitchen/elders/{id:guid}/link-code", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MakeLinkCode(id), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("Make a code for the family's phone");
    }

    public async Task<Result<ElderLine>> Handle(KeepElder request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        if (await book.Village(request.Village, cancel) is not { } village)
            return KitchenBook.NoVillage;
        if (request.BirthDate.Year < 1900 || request.BirthDate > today)
            return Problem.Invalid("birthDate", "services.birth_date", "请核对出生日期。", "Check the date of birth.");
        var elder = request.Elder is { } id ? await db.Unfiltered<VillageElder>().SingleOrDefaultAsync(e => e.Id == id && e.Village == village.Code && e.EndedAt == null, cancel) : null;
        if (request.Elder is not null && elder is null)
            return ElderReach.NotFound;
        if (await book.WaitForSheet(village.Kitchen, cancel) is { } wait)
            return wait;
        var (name, open) = (request.Name!.Trim(), KitchenRules.FirstOpen(await book.KitchenOf(village.Kitchen, cancel), book.Now));
        if (request.From is { } first && first < open && first != elder?.From)
            return Problem.Invalid("from", "services.from_closed", $"{first:M月d日}的订餐已截止，最早从{open:M月d日}开始。", $"Orders for {first:yyyy-MM-dd} are closed: begin on {open:yyyy-MM-dd} or later.");
        if (!request.Another && await Twin(village, elder, name, request.BirthDate, cancel) is { } twin)
            return Problem.Conflict("services.elder_twice", $"{twin.NameZh}已有同名同生日老人的固定订餐；确实是另一位，请勾选“不是同一人”。", $"{twin.NameEn} has a standing order for somebody of this name and birthday: say so if it is another person.");
        if (elder is null)
            db.Insert(elder = new()
            {
                Id = Guid.CreateVersion7(book.Now), Village = village.Code, Scope = village.Scope, Name = name, BirthDate = request.BirthDate, Set = "A", Diet = Kitchen.Diet.Normal, Weekdays = EveryDay,
                From = open, At = book.Now,
            });

        // What is left out stays: lists show only that there are allergies, so nobody can send back which.
        (elder.Name, elder.BirthDate, elder.Set, elder.Diet) = (name, request.BirthDate, request.Set?.Trim() ?? elder.Set, request.Diet ?? elder.Diet);
        (elder.From, elder.Until) = (request.From ?? elder.From, request.Until ?? elder.Until);
        elder.Weekdays = request.Weekdays?.Aggregate(0, (bits, day) => bits | (1 << (day - 1))) ?? elder.Weekdays;
        if (request.Allergies is { } given)
            elder.Allergies = KitchenRules.CleanAllergens(given) is { Length: > 0 } allergens ? cipher.Seal(allergens) : null;
        return ElderLine.Of(elder, today, await db.Records<ElderPause>().AsNoTracking().Where(p => p.Elder == elder.Id).ToListAsync(cancel));
    }

    public async Task<Result<Done>> Handle(EndElder request, CancellationToken cancel)
    {
        if (await reach.OfVillage(request.Elder, cancel) is not { } elder)
            return ElderReach.NotFound;
        var village = await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == elder.Village, cancel);
        if (await book.WaitForSheet(village.Kitchen, cancel) is { } wait)
            return wait;
        (elder.EndedAt, elder.LinkHash) = (book.Now, null);
        return Done.It;
    }

    public async Task<Result<LinkCode>> Handle(MakeLinkCode request, CancellationToken cancel)
    {
        if (await reach.OfVillage(request.Elder, cancel) is not { } elder)
            return ElderReach.NotFound;
        var code = RandomNumberGenerator.GetString(Letters, 8);
        (elder.LinkHash, elder.LinkUntil) = (cipher.Hash(ElderReach.LinkPurpose, code), book.Now.AddDays(7));
        return new LinkCode(code, elder.LinkUntil.Value);
    }

    // One elder, one box: whoever moved to another village is easily entered there too.
    private async Task<Village?> Twin(Village village, VillageElder? self, string name, DateOnly born, CancellationToken cancel)
    {
        var id = self?.Id;
        var of = await db.Unfiltered<VillageElder>().AsNoTracking().Where(e => e.EndedAt == null && e.Name == name && e.BirthDate == born && e.Id != id).Select(e => e.Village).FirstOrDefaultAsync(cancel);
        return of is null || (self?.Name == name && self.BirthDate == born) ? null : of == village.Code ? village : await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == of, cancel);
    }
}

/// <summary>Which standing orders the caller may change, and as whom.</summary>
internal sealed class ElderReach(LinliDb db, KitchenBook book, CurrentCaller current, IActingFor acting)
{
    public const string LinkPurpose = "services.elder_link";

    public static readonly Problem NotFound = Problem.NotFound("services.elder_not_found", "没有找到这位老人的订餐。", "This standing order was not found.");

    /// <summary>One of a village the caller works for.</summary>
    public async Task<VillageElder?> OfVillage(Guid id, CancellationToken cancel) =>
        await db.Unfiltered<VillageElder>().SingleOrDefaultAsync(e => e.Id == id && e.EndedAt == null, cancel) is { } elder && await book.Village(elder.Village, cancel) is not null ? elder : null;

    /// <summary>One of a village the caller works for, one's own, or a parent's who agreed that the caller books for them.</summary>
    public async Task<(VillageElder? Elder, ActedFor? For)> Any(Guid id, CancellationToken cancel)
    {
        var elder = await db.Unfiltered<VillageElder>().SingleOrDefaultAsync(e => e.Id == id && e.EndedAt == null, cancel);
        if (elder is null)
            return (null, null);
        if (elder.Person is { } person)
        {
            if (person == current.Value.Person)
                return (elder, null);
            if ((await acting.People(FamilyMatters.Book, cancel)).FirstOrDefault(p => p.Person == person) is { } parent)
                return (elder, parent);
        }

        return await book.Village(elder.Village, cancel) is not null ? (elder, null) : (null, null);
    }
}
