using Linli.People;
using Linli.Platform.Security;

namespace Linli.Learning;

/// <summary>What may be done in the scene, and by which posts unless a community says otherwise.</summary>
public static class LearningPermissions
{
    /// <summary>The course office: catalogue, class lists, monitors, attendance.</summary>
    public const string Courses = "learning.courses";

    /// <summary>Hand children over to those who were named.</summary>
    public const string HandOver = "learning.hand_over";

    /// <summary>The library desk: lend, take back, reserve.</summary>
    public const string Library = "learning.library";

    /// <summary>Keep the library's catalogue and copies.</summary>
    public const string Catalogue = "learning.catalogue";

    /// <summary>Keep the records of children's places.</summary>
    public const string Children = "learning.children";

    internal static readonly Permission[] All =
    [
        new(Courses, ("教务：课程、班级、签到", "Course office: catalogue, classes, attendance"), Posts.CommunityWorker, Posts.Operator, Posts.DeskClerk, Posts.Administrator),
        new(HandOver, ("四点半课堂交接孩子", "Hand children over after class"), Posts.CommunityWorker, Posts.Operator, Posts.DeskClerk),
        new(Library, ("图书馆借还", "Library desk"), Posts.CommunityWorker, Posts.Operator, Posts.DeskClerk),
        new(Catalogue, ("图书编目", "Library catalogue"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
        new(Children, ("维护儿童场所", "Keep children's places"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
    ];
}
