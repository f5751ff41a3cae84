using Linli.Bookings;
using Linli.Learning.AfterSchool;
using Linli.Learning.Children;
using Linli.Learning.Courses;
using Linli.Learning.Library;
using Linli.Learning.Privacy;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Learning;

/// <summary>
/// Education (教育): the elders' college and the community school, children handed over after class, the library with its study
/// rooms, children's places. Places are booked through the engine; the scene brings catalogues, classes and the library desk.
/// </summary>
public sealed class LearningModule : IModule
{
    /// <inheritdoc/>
    public string Name => "learning";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(LearningModel.Map).Permissions(LearningPermissions.All);
        module.Services.AddScoped<IPersonalData, LearningPersonalData>()
            .AddSingleton(new NoticeTopic("learning", ("课程与接送", "Courses and fetching"), ("班长、候补、孩子被接走", "Monitors, waiting, a child was fetched"), Urgent: true));
        DeclareCourses(module);
        LibraryParts.Declare(module);
        DeclareChildren(module);
        module.Demo<LearningDemo>(76);
        module.Pages().Tile(new("/learning", ("教育", "Education"), ("选课、图书、四点半课堂", "Courses, books, after school"), "school", 20));
    }

    private static void DeclareCourses(ModuleBuilder module)
    {
        module.Services.AddScoped<CourseBook>().AddScoped<IRetention, OldHandOvers>().AddScoped<CourseLimit>().AddScoped<IBookingCondition, CourseLimit>()
            .AddSingleton(new OfferingKind(CourseRules.CollegeKind, ("学院课程", "College courses"), Scene.Learning, "school", OfferingMode.Series) { MadeAtDesk = false, Page = "/learning/courses/{id}" })
            .AddSingleton(new OfferingKind(CourseRules.SchoolKind, ("学堂课程", "School courses"), Scene.Learning, "book", OfferingMode.Series) { MadeAtDesk = false, Page = "/learning/courses/{id}" });
        module.UseCase<FindCoursesHandler>().UseCase<EnrolHandler>().UseCase<KeepCourseHandler>().UseCase<PublishYearHandler>().UseCase<CourseOfficeHandler>().UseCase<ClassSheetHandler>()
            .UseCase<MyLearningHandler>().UseCase<NameCollectorHandler>().UseCase<HandOverChildHandler>();
        module.After<ReservationChanged, FollowPlaces>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/learning", ("教务", "Course office"), "school", LearningPermissions.Courses, 322, NavigationSection.Learning));
    }

    private static void DeclareChildren(ModuleBuilder module)
    {
        module.Services.AddSingleton(new OfferingKind(ChildrenRules.BookingKind, ("儿童场所", "Children's places"), Scene.Learning, "horse-toy") { MadeAtDesk = false });
        module.UseCase<KeepChildrenPlaceHandler>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/children", ("儿童场所", "Children's places"), "horse-toy", LearningPermissions.Children, 325, NavigationSection.Learning));
    }
}
