using System.Text.Json.Serialization;
using Linli.Bookings;
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

namespace Linli.Learning.Children;

/// <summary>Writes down a place for children or women, or changes it (维护儿童场所). Staffed ones get times that people book; when nobody is there any more, booking ends.</summary>
internal sealed record KeepChildrenPlace : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    /// <summary>What it is.</summary>
    public ChildrenPlaceKind Kind { get; init; }

    /// <summary>Code of the place it belongs to.</summary>
    public string? Place { get; init; }

    /// <summary>2–30 characters.</summary>
    public string? NameZh { get; init; }

    /// <summary>At most 60 characters.</summary>
    public string? NameEn { get; init; }

    /// <summary>At most 500 characters.</summary>
    public string? About { get; init; }

    /// <summary>Code of its space in the ledger.</summary>
    public string? Space { get; init; }

    /// <summary>Telephone, at most 30 characters.</summary>
    public string? Phone { get; init; }

    /// <summary>Youngest age.</summary>
    public int? LeastAge { get; init; }

    /// <summary>Oldest age.</summary>
    public int? MostAge { get; init; }

    /// <summary>Children at a time, 1 to 1,000.</summary>
    public int Places { get; init; } = 20;

    /// <summary>Whether a kindergarten runs a toddlers' class.</summary>
    public bool ToddlerClass { get; init; }

    /// <summary>Whether somebody is there.</summary>
    public bool Staffed { get; init; }

    /// <summary>When somebody is there: the first local day.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>From when, local time.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>For how long, 30 to 720 minutes.</summary>
    public int Minutes { get; init; } = 120;

    /// <summary>Days of the week: <c>SA,SU</c>.</summary>
    public string? Days { get; init; }

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is < 2 or > 40 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "children.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(NameZh, 30, out var name) || name.Length < 2 || !PlainText.TryCleanLine(NameEn, 60, out _))
            yield return Problem.Invalid("nameZh", "children.name", "名称为 2–30 个字。", "A name has 2–30 characters.");
        if (!PlainText.TryClean(About, 500, out _) || !PlainText.TryCleanLine(Phone, 30, out _))
            yield return Problem.Invalid("about", "children.about", "介绍不超过 500 个字，电话不超过 30 个字符。", "The description has at most 500 characters, the telephone 30.");
        if (Places is < 1 or > 1000)
            yield return Problem.Invalid("places", "children.places", "同时容纳 1 到 1000 人。", "Give 1 to 1,000 places.");
        if (Staffed && (FirstDay is not { Year: >= 2020 and <= 2100 } || From is null || Minutes is < 30 or > 720 || Courses.CourseRules.CleanDays(Days) is null))
            yield return Problem.Invalid("days", "children.hours_missing", "有人值守的场所请写明从哪天起、星期几、几点到几点。", "For a staffed place say from which day, on which days of the week, and when somebody is there.");
    }
}

/// <summary>The record of a place as it was written down, to change it at the desk.</summary>
internal sealed record ChildrenPlaceAtDesk(string Code) : IQuery<KeepChildrenPlace>;

/// <summary>The places, for everybody (儿童场所).</summary>
internal sealed record ListChildrenPlaces : IQuery<ChildrenPlaceLine[]>;

/// <summary>A place as everybody sees it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="About">What is there.</param>
/// <param name="Ages">For whom.</param>
/// <param name="Places">How many at a time.</param>
/// <param name="Staffed">Whether somebody is there.</param>
/// <param name="Address">Where, from the space ledger.</param>
/// <param name="Area">Square metres, from the space ledger.</param>
/// <param name="Hours">Opening hours in words, from the space ledger.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Book">The page that books a time; <c>null</c> where nobody is there.</param>
/// <param name="Next">Begin of the next time that can be booked, UTC.</param>
internal sealed record ChildrenPlaceLine(
    string Code, ChildrenPlaceKind Kind, Phrase Name, string? About, Phrase Ages, int Places, bool Staffed, string? Address, decimal? Area, Phrase? Hours, string? Phone, string? Book, DateTimeOffset? Next);

internal sealed class KeepChildrenPlaceHandler(LinliDb db, IBookings bookings, IBookingLists lists, ILentSpaces spaces, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<KeepChildrenPlace, Done>, IHandler<ChildrenPlaceAtDesk, KeepChildrenPlace>, IHandler<ListChildrenPlaces, ChildrenPlaceLine[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/learning/children/{code}", (string code, KeepChildrenPlace request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(LearningPermissions.Children).WithTags("Learning").WithSummary("Keep the record of a children's place 维护儿童场所");
        api.MapGet("/learning/children", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListChildrenPlaces(), cancel))
            .Needs(Access.Public).WithTags("Learning").WithSummary("Kindergartens and children's places 儿童场所");
    }

    public async Task<Result<Done>> Handle(KeepChildrenPlace request, CancellationToken cancel)
    {
        // By its code; whether it is the caller's is asked here.
        var row = await db.Unfiltered<ChildrenPlace>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        var place = row is null ? tree.FindCode(request.Place ?? "")?.Path : ScopePath.Parse(row.Scope, null);
        if (place is not { } where || !current.Value.May(LearningPermissions.Children, where))
            return Problem.Invalid("place", "learning.place", "请选择您负责的地点。", "Choose a place you look after.");
        if (ChildrenRules.WrongAges(request.Kind, request.LeastAge, request.MostAge, request.ToddlerClass) is { } wrong)
            return wrong;
        if (request.Space is { Length: > 0 } space && !(await spaces.Find([space], cancel)).ContainsKey(space))
            return Problem.Invalid("space", "library.space", "空间台账里没有这处空间。", "The space ledger does not know this space.");
        PlainText.TryCleanLine(request.NameZh, 30, out var zh);
        PlainText.TryCleanLine(request.NameEn, 60, out var en);
        PlainText.TryClean(request.About, 500, out var about);
        PlainText.TryCleanLine(request.Phone, 30, out var phone);
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = where.Value, Kind = request.Kind, NameZh = zh, NameEn = zh, Places = request.Places });
        (row.Kind, row.NameZh, row.NameEn, row.About, row.Phone) = (request.Kind, zh, en.Length == 0 ? zh : en, about.Length == 0 ? null : about, phone.Length == 0 ? null : phone);
        (row.Space, row.LeastAge, row.MostAge, row.Places) = (request.Space is { Length: > 0 } ? request.Space : null, request.LeastAge, request.MostAge, request.Places);
        (row.ToddlerClass, row.Staffed, row.Version) = (request.ToddlerClass, request.Staffed, row.Version + 1);
        if (!row.Staffed && row.Offering is null)
            return Done.It;
        if (row.Offering is { } running && await CallOff(running, request, cancel) is { } refused)
            return refused;
        var kept = await bookings.Keep(
            new(ChildrenRules.BookingKind, where, row.Name, new() { LeastAge = row.LeastAge, MostAge = row.MostAge, OpensDaysBefore = 14, CancelHours = 2, MostParty = 3 })
            {
                Id = row.Offering, About = row.About, Capacity = row.Places, Open = row.Staffed,
                Times = row.Staffed ? new(request.FirstDay!.Value, request.From!.Value, request.Minutes, $"FREQ=WEEKLY;BYDAY={Courses.CourseRules.CleanDays(request.Days)}") : null,
            },
            cancel);
        if (!kept.Ok)
            return kept.As<Done>();
        row.Offering = kept.Value;
        return Done.It;
    }

    // Whoever booked a time at which nobody will be there, or which has fewer places than were given away, hears of it.
    private async Task<Problem?> CallOff(OfferingId running, KeepChildrenPlace request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var days = request.Staffed ? Courses.CourseRules.CleanDays(request.Days)! : "";
        foreach (var session in (await lists.Meetings([running], cancel)).Where(m => m.State == SessionState.Planned && m.Start > now && m.Taken + m.Waiting > 0))
        {
            var local = LocalTime.ToLocal(session.Start).DateTime;
            var stays = request.Staffed && session.Day >= request.FirstDay && TimeOnly.FromDateTime(local) == request.From && (int)(session.End - session.Start).TotalMinutes == request.Minutes
                && Courses.CourseRules.IsOn(session.Day, days);
            if (stays && session.Taken <= request.Places)
                continue;
            var reason = !request.Staffed ? "场所暂时无人值守 (nobody is there for now)" : stays ? "名额减少，请重新预约 (there are fewer places: book again)" : "值守时间有变，请重新预约 (its hours have changed: book again)";
            if (await bookings.CancelSession(session.Id, reason, cancel) is { Ok: false } refused)
                return refused.Problem;
        }

        return null;
    }

    public async Task<Result<KeepChildrenPlace>> Handle(ChildrenPlaceAtDesk request, CancellationToken cancel)
    {
        if (await db.Scoped<ChildrenPlace>(current.Value.ScopesFor(LearningPermissions.Children)).AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Code, cancel) is not { } row)
            return Problem.NotFound("children.not_found", "没有这个场所，或不归您管。", "There is no such place, or it is not yours.");
        var now = Clock.Now(time);
        // When somebody is there stands in the sessions ahead.
        var ahead = row.Offering is { } id ? (await lists.Meetings([id], cancel)).Where(m => m.State == SessionState.Planned && m.Start > now).ToList() : [];
        return new KeepChildrenPlace
        {
            Code = row.Code, Kind = row.Kind, NameZh = row.NameZh, NameEn = row.NameEn, About = row.About, Space = row.Space, Phone = row.Phone, LeastAge = row.LeastAge, MostAge = row.MostAge, Places = row.Places,
            ToddlerClass = row.ToddlerClass, Staffed = row.Staffed, FirstDay = ahead.Count == 0 ? null : ahead[0].Day, From = ahead.Count == 0 ? null : TimeOnly.FromDateTime(LocalTime.ToLocal(ahead[0].Start).DateTime),
            Minutes = ahead.Count == 0 ? 120 : (int)(ahead[0].End - ahead[0].Start).TotalMinutes, Days = Courses.CourseRules.DaysOf(ahead.Take(28).Select(m => m.Day)),
        };
    }

    public async Task<Result<ChildrenPlaceLine[]>> Handle(ListChildrenPlaces request, CancellationToken cancel)
    {
        // For everybody to see.
        var rows = await db.Unfiltered<ChildrenPlace>().AsNoTracking().OrderBy(p => p.Kind).ThenBy(p => p.Code).ToListAsync(cancel);
        var facts = await spaces.Find([.. rows.Select(r => r.Space).OfType<string>()], cancel);
        var offers = (await lists.Offers([ChildrenRules.BookingKind], cancel)).ToDictionary(o => o.Id);
        return (ChildrenPlaceLine[])[.. rows.Select(r =>
        {
            var space = r.Space is { } code ? facts.GetValueOrDefault(code) : null;
            var offer = r is { Staffed: true, Offering: { } id } ? offers.GetValueOrDefault(id) : null;
            return new ChildrenPlaceLine(
                r.Code, r.Kind, r.Name, r.About, Courses.CourseWords.Ages(r.LeastAge, r.MostAge), r.Places, r.Staffed, space?.Address, space?.Area,
                space?.OpeningHours is { } hours ? OpeningHours.InWords(hours) : null, r.Phone ?? space?.Phone, offer?.Path, offer is { Next.Count: > 0 } ? offer.Next[0].Start : null);
        })];
    }
}
