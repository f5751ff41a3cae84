using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Volunteering;

/// <summary>Plans a volunteer activity as a draft, or changes one that has not begun (发布志愿活动).</summary>
internal sealed record SaveActivity : ICommand<ActivitySaved>, IValidated, IAudited
{
    /// <summary>Which one is changed; <c>null</c> for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>Code of the community or joined communities whose residents may sign up; kept when it is changed.</summary>
    public string? Place { get; init; }

    /// <summary>2–60 characters.</summary>
    public string? Title { get; init; }

    /// <summary>What is done, 2–1,000 characters.</summary>
    public string? About { get; init; }

    /// <summary>Where people meet, 2–60 characters.</summary>
    public string? Meeting { get; init; }

    /// <summary>GeoJSON of a point, line or area in WGS-84.</summary>
    public string? Zone { get; init; }

    /// <summary>Metres around the zone that count as within, 5–300.</summary>
    public int Tolerance { get; init; } = 30;

    /// <summary>From.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>To, at most 12 hours later.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>1–500 people.</summary>
    public int Capacity { get; init; }

    /// <summary>Vest, tongs, bag; at most 200 characters.</summary>
    public string? Equipment { get; init; }

    /// <summary>0–80 years.</summary>
    public int MinAge { get; init; }

    /// <summary>Opens only with insurance confirmed (R19).</summary>
    public bool Dangerous { get; init; }

    /// <summary>The team whose activity it is: its hours go to the common pool. At most 60 characters.</summary>
    public string? Team { get; init; }

    /// <summary>Number of the volunteer who leads it, ZY-000123; when left out the caller, and of a known activity whoever does.</summary>
    public string? Leader { get; init; }

    string? IAudited.AuditSubject => Id?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Title, 60, "title", "请填写活动名称", "Give it a name") is { } title)
            yield return title;
        if (Text(About, 1_000, "about", "请写明做什么", "Say what is done") is { } about)
            yield return about;
        if (Text(Meeting, 60, "meeting", "请填写集合地点", "Say where people meet") is { } meeting)
            yield return meeting;
        if (StartsAt is null || EndsAt is null || EndsAt <= StartsAt || EndsAt - StartsAt > TimeSpan.FromHours(12))
            yield return Problem.Invalid("startsAt", "volunteer.times", "请填写起止时间，结束晚于开始，不超过 12 小时。", "Give from and to, the end after the start, within 12 hours.");
        if (Capacity is < 1 or > 500)
            yield return Problem.Invalid("capacity", "volunteer.capacity", "名额为 1–500。", "There are 1 to 500 places.");
        if (Tolerance is < 5 or > 300)
            yield return Problem.Invalid("tolerance", "volunteer.tolerance", "签到允许偏差为 5–300 米。", "5 to 300 metres around the zone count as within.");
        if (MinAge is < 0 or > 80)
            yield return Problem.Invalid("minAge", "volunteer.min_age", "最低年龄为 0–80 周岁。", "The lowest age is 0 to 80.");
        if (Equipment?.Length > 200)
            yield return Problem.Invalid("equipment", "volunteer.equipment", "装备说明最多 200 个字。", "Equipment has at most 200 characters.");
        if (Team?.Length > 60)
            yield return Problem.Invalid("team", "volunteer.team", "团队名称最多 60 个字。", "A team's name has at most 60 characters.");
        if (Volunteering.Zone.Read(Zone) is { Ok: false } zone)
            yield return zone.Problem;
    }
}

/// <summary>An activity that was saved.</summary>
internal sealed record ActivitySaved(Guid Id, string Number, ActivityState State);

internal sealed class SaveActivityHandler(LinliDb db, CurrentCaller current, IScopeTree tree, Counters counters, FieldCipher cipher, INotices notices, TimeProvider time)
    : IHandler<SaveActivity, ActivitySaved>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/volunteering/activities", (SaveActivity request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Plan a volunteer activity 新建志愿活动");
        api.MapPut("/volunteering/activities/{id:guid}", (Guid id, SaveActivity request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Change an activity that has not begun 修改志愿活动");
    }

    public async Task<Result<ActivitySaved>> Handle(SaveActivity request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (request.StartsAt <= now || request.StartsAt > now.AddYears(1))
            return Problem.Invalid("startsAt", "volunteer.times", "活动须在现在之后一年之内。", "It takes place between now and a year from now.");
        var leader = await Leader(request.Leader, cancel);
        if (leader is null)
            return Problem.Invalid("leader", "volunteer.leader", "没有这位志愿者，请填写志愿者编号，如 ZY-000123。", "There is no such volunteer: give a number such as ZY-000123.");
        if (request.Id is { } id)
            return await Change(request, id, leader.Value, cancel);
        if (request.Place is not { Length: > 0 } code || tree.FindCode(code) is not { Kind: PlaceKind.Community or PlaceKind.Group } place || !current.Value.May(VolunteerPermissions.Desk, place.Path))
            return Problem.Invalid("place", "visits.place", "请选择您所在的社区。", "Choose a community where you work.");
        var number = ShortNumber.For("ZYHD", LocalTime.DateOf(now), (int)await counters.Next(db, "neighbours.volunteer-activity", cancel)).ToString();
        var activity = new VolunteerActivity
        {
            Id = Guid.CreateVersion7(now), Number = number, Scope = place.Path.Value, Title = "", About = "", Meeting = "", Zone = "", Equipment = "", Tolerance = 0, StartsAt = default, EndsAt = default,
            Capacity = 0, MinAge = 0, Dangerous = false, Leader = leader.Value, Secret = cipher.Seal(Convert.ToHexString(RandomNumberGenerator.GetBytes(16))), State = ActivityState.Draft,
            By = current.Value.Account!.Value, At = now,
        };
        Fill(activity, request, leader.Value);
        db.Insert(activity);
        return new ActivitySaved(activity.Id, activity.Number, activity.State);
    }

    private async Task<Result<ActivitySaved>> Change(SaveActivity request, Guid id, Guid leader, CancellationToken cancel)
    {
        await db.LockUntilCommit($"volunteer.activity.{id}", cancel);
        if (await db.Scoped<VolunteerActivity>(current.Value.ScopesFor(VolunteerPermissions.Desk)).SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } activity)
            return VolunteerProblems.NotFound;
        if (activity.State == ActivityState.Cancelled || (activity.State == ActivityState.Open && activity.StartsAt <= Clock.Now(time)))
            return Problem.Conflict("volunteer.begun", "活动已开始或已取消，不能再改。", "It has begun or was called off: it cannot be changed any more.");
        if (request.Dangerous && activity is { State: ActivityState.Open, InsuredAt: null })
            return OpenActivityHandler.Uninsured;
        var signed = await db.Records<SignUp>().AsNoTracking().Where(s => s.Activity == id && (s.State == SignUpState.Taken || s.State == SignUpState.Waiting)).ToListAsync(cancel);
        if (signed.Count(s => s.State == SignUpState.Taken) is var taken && request.Capacity < taken)
            return Problem.Conflict("volunteer.capacity_taken", $"已有 {taken} 人报名，名额不能更少。", $"{taken} people have a place: there cannot be fewer.");
        var moved = activity.StartsAt != Clock.ToMicroseconds(request.StartsAt!.Value) || activity.Meeting != Clean(request.Meeting, 60);
        Fill(activity, request, string.IsNullOrWhiteSpace(request.Leader) ? activity.Leader : leader);
        var at = LocalTime.ToLocal(activity.StartsAt);
        foreach (var one in moved ? signed : [])
        {
            // They decide which of the two they give up; nothing is recorded twice meanwhile.
            var clash = one.State == SignUpState.Taken && await Seats.Overlaps(db, one.Person, activity, cancel);
            await notices.Tell(one.Account, "volunteer.moved", ("志愿活动有变动", "A volunteer activity was moved"),
                ($"{activity.Title}：{at:MM-dd HH:mm}，{activity.Meeting}。{(clash ? "这个时间您还报了另一项活动，请取消其中一项。" : "不方便可以取消。")}",
                    $"{activity.Title}: {at.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)}, {activity.Meeting}. {(clash ? "You have a place elsewhere at that time: please cancel one of the two." : "You may cancel.")}"),
                $"/volunteering/{id}", $"volunteer-moved:{id}:{at:yyyyMMddHHmm}:{activity.Meeting}", cancel);
        }

        await Seats.Fill(db, notices, activity, Clock.Now(time), cancel);
        return new ActivitySaved(activity.Id, activity.Number, activity.State);
    }

    private static void Fill(VolunteerActivity activity, SaveActivity request, Guid leader)
    {
        (activity.Title, activity.About, activity.Meeting, activity.Equipment) = (Clean(request.Title, 60), Clean(request.About, 1_000), Clean(request.Meeting, 60), Clean(request.Equipment, 200));
        (activity.StartsAt, activity.EndsAt) = (Clock.ToMicroseconds(request.StartsAt!.Value), Clock.ToMicroseconds(request.EndsAt!.Value));
        (activity.Zone, activity.Tolerance, activity.Capacity, activity.MinAge) = (Zone.Write(Zone.Read(request.Zone).Value!), request.Tolerance, request.Capacity, request.MinAge);
        (activity.Dangerous, activity.Leader, activity.Team) = (request.Dangerous, leader, Clean(request.Team, 60) is { Length: > 0 } team ? team : null);
    }

    private async Task<Guid?> Leader(string? number, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(number))
            return current.Value.Account;
        // A number is read out by its owner; whoever knows it may name them.
        var clean = number.Trim().ToUpperInvariant();
        return await db.Unfiltered<Volunteer>().Where(v => v.Number == clean).Select(v => (Guid?)v.Account).SingleOrDefaultAsync(cancel);
    }
}
