using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Learning.Courses;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.AfterSchool;

/// <summary>Hands a child over after class (交接孩子): to somebody whom a guardian named and who says their four digits, or to a guardian who shows their code.</summary>
/// <param name="Reservation">The child's place in the class.</param>
/// <param name="Said">The four digits, or what the scanner read of a guardian's phone or card.</param>
internal sealed record HandOverChild(Guid Reservation, string? Said) : ICommand<ChildHandedOver>, IAudited
{
    [JsonIgnore]
    public Guid Course { get; init; }

    [JsonIgnore]
    public SessionId Meeting { get; init; }

    public string? AuditSubject => Meeting.Value.ToString();
}

/// <summary>To whom a child was handed over.</summary>
/// <param name="Child">Masked name.</param>
/// <param name="To">Masked name and what they are to the child.</param>
/// <param name="At">When, UTC.</param>
internal sealed record ChildHandedOver(string Child, string To, DateTimeOffset At);

internal sealed class HandOverChildHandler(
    LinliDb db, CourseBook book, IBookingLists lists, IPresentedCodes codes, ICareLists register, IActingFor names, IPersonAccounts accounts, INotices notices, CurrentCaller current, FieldCipher cipher, TimeProvider time)
    : IHandler<HandOverChild, ChildHandedOver>, IUseCase
{
    private static readonly Problem NotNamed = Problem.Forbidden("learning.not_named",
        "不在孩子的接送人名单里，不能交接。请联系监护人，或请监护人当场扫码。", "Nobody whom the guardian named: do not hand the child over. Ring a guardian, or let one show their code.") with
    { Field = "said" };

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/learning/courses/{id:guid}/meetings/{meeting}/hand-overs", (Guid id, SessionId meeting, HandOverChild request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Course = id, Meeting = meeting }, cancel))
            .Needs(LearningPermissions.HandOver).WithTags("Learning").WithSummary("Hand a child over after class 交接孩子");

    public async Task<Result<ChildHandedOver>> Handle(HandOverChild request, CancellationToken cancel)
    {
        if (await book.Find(request.Course, cancel) is not { Stream: CourseStream.FourThirty } course || !current.Value.May(LearningPermissions.HandOver, course.Scope))
            return CourseBook.NoCourse;
        var id = new OfferingId(course.Id);
        if ((await lists.On([id], cancel)).FirstOrDefault(r => r.Id.Value == request.Reservation) is not { } place || !(await lists.Meetings([id], cancel)).Any(m => m.Id == request.Meeting))
            return Problem.NotFound("learning.not_in_class", "这个班没有这个孩子。", "This child is not in the class.");
        if (!(await lists.Attendance([id], cancel)).Any(a => a.Meeting == request.Meeting && a.Reservation == place.Id && a.Present))
            return Problem.Conflict("learning.not_present", "这个孩子今天没有签到，请先核对名单。", "This child was not ticked as present today: look at the list first.");
        await db.LockUntilCommit($"learning.hand-over.{request.Meeting.Value}", cancel);
        if (await db.Unfiltered<HandedOver>().AnyAsync(h => h.Meeting == request.Meeting.Value && h.Child == place.Person, cancel))
            return Problem.Conflict("learning.fetched", "这个孩子已经被接走。", "This child was fetched already.");
        var found = await Who(place.Person, request.Said?.Trim() ?? "", cancel);
        if (!found.Ok)
            return found.As<ChildHandedOver>();
        var (to, relation, collector, guardian) = found.Value!;
        var now = Clock.Now(time);
        db.Insert(new HandedOver
        {
            Id = Guid.CreateVersion7(now), Scope = course.Scope, Course = course.Id, Meeting = request.Meeting.Value, Reservation = place.Id.Value, Child = place.Person, Collector = collector, Guardian = guardian,
            Relation = relation, At = now, By = current.Value.Account,
        });
        foreach (var account in await register.GuardianAccountsOf(place.Person, cancel))
            await notices.Tell(account, "learning.fetched", ("孩子已被接走", "Your child was fetched"), ($"{CourseWords.At(now).Zh}，接的人：{relation}。", $"{CourseWords.At(now).En}, by: {relation}."),
                "/learning/fetch", $"fetched-{request.Meeting.Value:N}-{place.Id.Value:N}", cancel);
        var masked = (await names.MaskedNames([place.Person], cancel)).GetValueOrDefault(place.Person, "");
        return new ChildHandedOver(masked, to, now);
    }

    private async Task<Result<Fetcher>> Who(Guid child, string said, CancellationToken cancel)
    {
        if (said.Length == 0)
            return Problem.Invalid("said", "learning.said_missing", "请让接的人报四位接送码，或请监护人出示手机码。", "Ask for their four digits, or let a guardian show their code.");
        var guardians = await register.GuardianAccountsOf(child, cancel);
        if (said.Length == 4 && said.All(char.IsAsciiDigit))
        {
            // Only whom a guardian of today named.
            var named = (await db.Records<Collector>().AsNoTracking().Where(c => c.Child == child && c.EndedAt == null && guardians.Contains(c.By)).ToListAsync(cancel))
                .Find(c => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(cipher.Open(c.Code)), Encoding.ASCII.GetBytes(said)));
            return named is null ? NotNamed : new Fetcher($"{named.NameMask}（{named.Relation}）", named.Relation, named.Id, null);
        }

        var presented = await codes.Read(said, cancel);
        if (!presented.Ok)
            return presented.Problem with { Field = "said" };

        // A card may be found or lent; the code on a phone is good for a minute.
        if (presented.Value.Way != PresentedWay.Phone)
            return NotNamed;
        var own = (await accounts.Of([presented.Value.Person], cancel))[presented.Value.Person].ToList();
        return guardians.FirstOrDefault(own.Contains) is var guardian && guardian != Guid.Empty
            ? new Fetcher($"{presented.Value.Name}（监护人）", "监护人", null, guardian)
            : NotNamed;
    }

    private sealed record Fetcher(string To, string Relation, Guid? Collector, Guid? Guardian);
}
