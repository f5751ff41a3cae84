using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>Enrols in a course (选课), or waits for a place. Whoever has as many as they may take reads which, and what they can do.</summary>
/// <param name="OnBehalfOf">Person of the family it is for.</param>
/// <param name="Wait">Whether to wait when it is full.</param>
/// <param name="SeenPriceFen">The fee that was shown, in fen.</param>
/// <param name="Ticket">At the desk: the ticket of the person.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record Enrol(Guid? OnBehalfOf = null, bool Wait = false, long? SeenPriceFen = null, string? Ticket = null, string? IdempotencyKey = null)
    : ICommand<ReservationView>, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid Course { get; init; }

    object IRepeatable.Wish => (Course, OnBehalfOf, Wait);

    public string? AuditSubject => Course.ToString();
}

/// <summary>Enrols somebody at the desk by the code on their phone or their card (到场报名).</summary>
/// <param name="Code">What the scanner read.</param>
/// <param name="Wait">Whether to wait when it is full.</param>
internal sealed record EnrolAtDesk(string? Code, bool Wait = true) : ICommand<ReservationView>, IAudited
{
    [JsonIgnore]
    public Guid Course { get; init; }

    public string? AuditSubject => Course.ToString();
}

/// <summary>Puts oneself down for a course although one has as many as one may take (意向候补), or takes that back.</summary>
/// <param name="OnBehalfOf">Person of the family it is for.</param>
/// <param name="Withdraw">Takes it back.</param>
internal sealed record WishForCourse(Guid? OnBehalfOf = null, bool Withdraw = false) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Course { get; init; }

    public string? AuditSubject => Course.ToString();
}

internal sealed class EnrolHandler(
    LinliDb db, CourseBook book, IBookings bookings, IBookingLists lists, CurrentCaller current, IActingFor family, IPresentedCodes codes, TimeProvider time)
    : IHandler<Enrol, ReservationView>, IHandler<EnrolAtDesk, ReservationView>, IHandler<WishForCourse, Done>, IUseCase
{
    private static readonly Problem NotPublished = Problem.Conflict("learning.not_published", "这一年的课程目录还没有公布。", "The catalogue of this year is not published yet.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/learning/courses/{id:guid}/enrolments", (Guid id, Enrol request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request with { Course = id }, r => $"/api/v1/bookings/mine/{r.Id.Value}", cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("Enrol in a course, or wait for a place 选课");
        api.MapPost("/learning/courses/{id:guid}/enrolments/scan", (Guid id, EnrolAtDesk request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request with { Course = id }, r => $"/api/v1/bookings/mine/{r.Id.Value}", cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Enrol somebody before the desk 到场报名");
        api.MapPost("/learning/courses/{id:guid}/wishes", (Guid id, WishForCourse request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Course = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("Be told when one has room for another course 意向候补");
    }

    public async Task<Result<ReservationView>> Handle(Enrol request, CancellationToken cancel)
    {
        if (await book.Find(request.Course, cancel) is not { CancelledAt: null } course)
            return CourseBook.NoCourse;
        if ((await book.YearOf(course, cancel)).PublishedAt is null)
            return NotPublished;
        if ((await lists.Series([new(course.Id)], cancel)).FirstOrDefault(s => s.State == SessionState.Planned) is not { } series)
            return CourseBook.NoCourse;
        var made = await bookings.Reserve(
            new(series.Id) { OnBehalfOf = request.OnBehalfOf, Wait = request.Wait, SeenPriceFen = request.SeenPriceFen, Ticket = request.Ticket }, cancel);
        if (!made.Ok)
            return made;
        foreach (var wish in await db.Unfiltered<CourseWish>().Where(w => w.Course == course.Id && w.Person == made.Value.Person).ToListAsync(cancel))
            db.Delete(wish);
        return made;
    }

    public async Task<Result<ReservationView>> Handle(EnrolAtDesk request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return Problem.Invalid("code", "learning.code_missing", "请扫学员的码或住户卡。", "Scan the learner's code or card.");
        if (await book.Find(request.Course, cancel) is not { } course || !current.Value.May(LearningPermissions.Courses, course.Scope))
            return CourseBook.NoCourse;
        var presented = await codes.Read(request.Code.Trim(), cancel);
        return presented.Ok ? await Handle(new Enrol(Wait: request.Wait, Ticket: presented.Value.Ticket) { Course = course.Id }, cancel) : presented.As<ReservationView>();
    }

    public async Task<Result<Done>> Handle(WishForCourse request, CancellationToken cancel)
    {
        if (await book.Find(request.Course, cancel) is not { CancelledAt: null } course || (await book.YearOf(course, cancel)).PublishedAt is null)
            return CourseBook.NoCourse;
        if (current.Value.Person is not { } me)
            return Problem.Forbidden("learning.no_person", "请先在“我的家”核对身份，再来选课。", "Confirm who you are under My home first, then choose.");
        var person = me;
        if (request.OnBehalfOf is { } other && other != me)
        {
            var acted = await family.For(other, FamilyMatters.Book, cancel);
            if (!acted.Ok)
                return acted.As<Done>();
            person = other;
            family.Record(acted.Value, FamilyMatters.Book, course.Id.ToString(), ($"登记候补：{course.TitleZh}", $"Put down for: {course.TitleEn}"), "/learning/mine");
        }

        var known = await db.Unfiltered<CourseWish>().SingleOrDefaultAsync(w => w.Course == course.Id && w.Person == person, cancel);
        if (request.Withdraw && known is not null)
            db.Delete(known);
        else if (!request.Withdraw && known is not null)
            known.ToldAt = null;
        else if (!request.Withdraw)
            db.Insert(new CourseWish { Id = Guid.CreateVersion7(Clock.Now(time)), Scope = course.Scope, Course = course.Id, Person = person, At = Clock.Now(time) });
        return Done.It;
    }
}
